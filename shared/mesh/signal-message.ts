/** What members of a room may say in signalling. Anything else never reaches y-webrtc, which would trip over it. */
import { z } from 'zod';

z.config({ jitless: true });

const peerId = z.string().min(1).max(64);
/** Links that whoever announces itself lacks; 0: it has room for those of others. */
const wish = z.number().int().min(0).max(64).optional();
const sdp = z.string().max(16_000);
const signal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('offer'), sdp }),
  z.object({ type: z.literal('answer'), sdp }),
  z.object({
    type: z.literal('candidate'),
    candidate: z.object({
      candidate: z.string().max(1_024),
      sdpMLineIndex: z.number().int().min(0).max(16).nullish(),
      sdpMid: z.string().max(64).nullish(),
    }),
  }),
]);
const ends = { from: peerId, to: peerId, token: z.number().optional() };
const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('announce'), from: peerId, wish }),
  z.object({ type: z.literal('signal'), ...ends, signal }),
]);
/** As many as one frame takes. */
export const MAX_BUNDLE = 16;
const bundleSchema = z.object({
  type: z.literal('signals'),
  ...ends,
  signals: z.array(signal).min(2).max(MAX_BUNDLE),
});

export type SignalMessage = z.output<typeof schema>;
type Bundle = z.output<typeof bundleSchema>;

export const parseSignalMessage = (value: unknown): SignalMessage | undefined => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

/** What a frame says: one message, or several of one end to another in their order. None: it makes no sense. */
export const readSignalFrame = (value: unknown): SignalMessage[] => {
  const bundle = bundleSchema.safeParse(value);
  if (!bundle.success) return [parseSignalMessage(value) ?? []].flat();
  const { signals, ...between } = bundle.data;
  return signals.map((each) => ({ ...between, type: 'signal', signal: each }));
};

/** @param messages one, or several of one end to another */
export const frameOfSignals = (messages: readonly SignalMessage[]): SignalMessage | Bundle | undefined => {
  const [first] = messages;
  if (first?.type !== 'signal' || messages.length === 1) return first;
  const { from, to, token } = first;
  const signals = messages.flatMap((each) => (each.type === 'signal' ? each.signal : []));
  return { type: 'signals', from, to, ...(token === undefined ? {} : { token }), signals };
};
