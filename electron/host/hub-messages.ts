/** What is said between a hub and its clients: y-webrtc's protocol, read strictly, and what hubs say to each other. */
import { z } from 'zod';

z.config({ jitless: true });

/**
 * A hub passes on what its clients want as one more hop away, and nothing from beyond these: so two hubs (or a ring) that
 * point at each other do not keep each other wanting a topic after the last app has left it.
 */
export const MAX_HOPS = 4;
export const MAX_TOPICS_A_MESSAGE = 256;
export const MAX_DATA_LENGTH = 60_000;
export const MAX_HUB_MESSAGE_BYTES = 64 * 1024;
export const MAX_HUBS_A_MESSAGE = 256;

/** What a hub calls itself, and in which header it says so to who connects. */
export const HUB_ID = /^[0-9a-f]{16}$/;
export const HUB_ID_HEADER = 'holdfast-hub';

const topic = z.string().min(1).max(128);
const topics = z.array(topic).max(MAX_TOPICS_A_MESSAGE);
const hubs = z.array(z.string().regex(HUB_ID)).max(MAX_HUBS_A_MESSAGE);
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), topics, hops: z.number().int().min(1).max(MAX_HOPS).optional() }),
  z.object({ type: z.literal('unsubscribe'), topics }),
  z.object({ type: z.literal('publish'), topic, data: z.string().max(MAX_DATA_LENGTH) }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('linked'), hubs }),
  z.object({ type: z.literal('unlinked'), hubs }),
]);
export type HubMessage = z.output<typeof messageSchema>;
export type HubFrame = Extract<HubMessage, { type: 'publish' }>;

export const parseHubMessage = (text: string): HubMessage | undefined => {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON: not a message
  }
};

/** What the protocol has no word for; who does not know it leaves it. `topics`: how many were not taken. */
export type TopicsRefused = { type: 'refused'; topics: number; reason: string };
