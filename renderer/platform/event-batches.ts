/** What the core tells in one turn goes to the page in one message: who catches up hears of hundreds of messages at once. */
import type { PeerEvent } from '../../shared/peer/peer-api.ts';

export type EventBatches = {
  add: (event: PeerEvent) => void;
  /** Before anything else is said, so that the page hears everything in its order. */
  flush: () => void;
};

export const createEventBatches = (say: (events: readonly PeerEvent[]) => void): EventBatches => {
  let held: PeerEvent[] = [];
  const flush = (): void => {
    if (held.length === 0) return;
    const events = held;
    held = [];
    say(events);
  };
  return {
    add: (event) => {
      if (held.length === 0) queueMicrotask(flush);
      held.push(event);
    },
    flush,
  };
};
