import { drop } from '../base/drop.ts';
import type { Clock } from '../ports/clock.ts';
import { createSimClock } from './sim-clock.ts';

const MOMENT_MS = 50;

/** Stands still, but what is put off for a moment only comes as soon as everything else of this moment is done. */
export const createBriskClock = (): Clock => {
  const clock = createSimClock();
  return {
    ...clock,
    after: (ms, run) => {
      if (ms > MOMENT_MS) return clock.after(ms, run);
      let isCancelled = false;
      const due = Promise.resolve().then(() => isCancelled || run());
      drop(due, 'what was put off', (_why, error) => {
        throw error;
      });
      return () => (isCancelled = true);
    },
  };
};
