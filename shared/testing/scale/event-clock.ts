/** A clock for very many events: one millisecond after the other, those of one in the order in which they were asked for. */
import type { Clock } from '../../ports/clock.ts';

export type EventClock = Clock & { runUntil: (ms: number) => void };

export const createEventClock = (): EventClock => {
  let now = 0;
  const due = new Map<number, { run: () => void; isOff: boolean }[]>();
  return {
    now: () => now,
    after: (ms, run) => {
      const at = now + Math.max(1, Math.ceil(ms));
      const event = { run, isOff: false };
      const list = due.get(at);
      if (list === undefined) due.set(at, [event]);
      else list.push(event);
      return () => void (event.isOff = true);
    },
    runUntil: (until) => {
      for (; now < until; now += 1) {
        for (const event of due.get(now) ?? []) if (!event.isOff) event.run();
        due.delete(now);
      }
    },
  };
};
