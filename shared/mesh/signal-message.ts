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
const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('announce'), from: peerId, wish }),
  z.object({ type: z.literal('signal'), from: peerId, to: peerId, token: z.number().optional(), signal }),
]);

export type SignalMessage = z.output<typeof schema>;

export const parseSignalMessage = (value: unknown): SignalMessage | undefined => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};
