import type { Clock } from '../ports/clock.ts';
import { createSimClock } from './sim-clock.ts';

/**
 * Stands still but for what is only put off for a moment: that comes in real time, as what a real socket brings does.
 * @param later waits in real time. @returns what cancels it
 */
export const createBriskClock = (later: Clock['after'], momentMs = 50): Clock => {
  const clock = createSimClock();
  return { ...clock, after: (ms, run) => (ms > momentMs ? clock.after(ms, run) : later(ms, run)) };
};
