/** How much a hub takes on. The defaults suit a member's app as well as a Raspberry Pi that only runs a hub. */
import { MAX_HUB_MESSAGE_BYTES } from './hub-messages.ts';

export type HubLimits = {
  sockets: number;
  /** From one address; an IPv6 network of 64 bits counts as one. Only where the address is known. */
  socketsPerAddress: number;
  /** New connections from one address: a second, and at once. So a client that was cut off gains little by coming back. */
  connectsPerSecond: number;
  connectsAtOnce: number;
  topicsPerSocket: number;
  /** Different ones. */
  topics: number;
  /** Each topic counted as often as sockets want it. */
  subscriptions: number;
  messageBytes: number;
  /** Waiting for one slow client, and for all together. */
  bufferedBytes: number;
  bufferedBytesInAll: number;
  /** From one client: a second, and at once. */
  messagesPerSecond: number;
  messagesAtOnce: number;
  bytesPerSecond: number;
  bytesAtOnce: number;
  /** A client that has said nothing for so long is pinged; one that has not answered by the next turn is gone. */
  pingMs: number;
  /** Frames remembered, so that each is passed on once. */
  seenFrames: number;
  seenMs: number;
};

/**
 * An app says a few things a second; a burst is for the moment when everybody comes back at once, when each says about 80
 * within seconds: so behind one client there may be another hub with 25 members. The lasting rate is low enough that a
 * slow machine stands twenty clients that use all of it (`npm run -s bench -- --only hub`).
 */
export const DEFAULT_LIMITS: HubLimits = {
  sockets: 2_048,
  socketsPerAddress: 128,
  connectsPerSecond: 8,
  connectsAtOnce: 256,
  topicsPerSocket: 512,
  topics: 50_000,
  subscriptions: 200_000,
  messageBytes: MAX_HUB_MESSAGE_BYTES,
  bufferedBytes: 4 * 1024 * 1024,
  bufferedBytesInAll: 64 * 1024 * 1024,
  messagesPerSecond: 100,
  messagesAtOnce: 2_000,
  bytesPerSecond: 256 * 1024,
  bytesAtOnce: 4 * 1024 * 1024,
  pingMs: 30_000,
  seenFrames: 20_000,
  seenMs: 60_000,
};
