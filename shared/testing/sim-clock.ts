import type { Clock } from '../ports/clock.ts';

export type SimClock = Clock & {
  /** Runs every action that is due within `ms`, in order, letting promises settle between them. */
  advance: (ms: number) => Promise<void>;
  pending: () => number;
};

/** A clock turned by hand. @param settled lets every promise that can go on go on */
export const createSimClock = (start = Date.UTC(2026, 10, 23), settled = settle): SimClock => {
  let now = start;
  let nextId = 0;
  const actions = new Map<number, { at: number; run: () => void }>();
  /** The earliest; of those due at once the one asked for first: the map keeps that order. */
  const nextDue = (until: number): [number, { at: number; run: () => void }] | undefined => {
    let next: [number, { at: number; run: () => void }] | undefined;
    for (const entry of actions)
      if (entry[1].at <= until && (next === undefined || entry[1].at < next[1].at)) next = entry;
    return next;
  };
  return {
    now: () => now,
    after: (ms, run) => {
      nextId += 1;
      const id = nextId;
      actions.set(id, { at: now + ms, run });
      return () => void actions.delete(id);
    },
    advance: async (ms) => {
      const until = now + ms;
      await settled();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const [id, action] = due;
        actions.delete(id);
        now = Math.max(now, action.at);
        action.run();
        await settled();
      }
      now = until;
    },
    pending: () => actions.size,
  };
};

/** Lets every promise that can go on go on. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 200; i += 1) await Promise.resolve();
};
