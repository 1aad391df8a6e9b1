/** Things to be done a little later, each once, however often it is asked for meanwhile. */
import type { Clock } from '../ports/clock.ts';

export type Soon = (what: string, ms: number, action: () => void) => void;

export const createSoon = (clock: Clock): { soon: Soon; dispose: () => void } => {
  const timers = new Map<string, () => void>();
  return {
    soon: (what, ms, action) => {
      if (timers.has(what)) return;
      const cancel = clock.after(ms, () => {
        timers.delete(what);
        action();
      });
      timers.set(what, cancel);
    },
    dispose: () => {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
};
