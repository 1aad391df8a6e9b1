/**
 * What the core tells in one turn goes to the page in one message: who catches up hears of hundreds of messages at once. Of
 * thousands in several, so that the page can draw and hear its reader in between.
 */
import type { PeerEvent } from '../../shared/peer/peer-api.ts';

export type EventBatches = {
  add: (event: PeerEvent) => void;
  /** Before anything else is said, so that the page hears everything in its order. */
  flush: () => void;
};

/** To take in so many takes the page a fraction of a frame's time. */
export const MOST_AT_ONCE = 500;

export const createEventBatches = (say: (events: readonly PeerEvent[]) => void): EventBatches => {
  let held: PeerEvent[] = [];
  const flush = (): void => {
    if (held.length === 0) return;
    const events = held;
    held = [];
    for (let at = 0; at < events.length; at += MOST_AT_ONCE) say(events.slice(at, at + MOST_AT_ONCE));
  };
  return {
    add: (event) => {
      if (held.length === 0) queueMicrotask(flush);
      held.push(event);
    },
    flush,
  };
};
