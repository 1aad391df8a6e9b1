/** What the tests of the simulation share: how seeds are run under vitest. */
import { setImmediate } from 'node:timers/promises';

import { describeFailure, simulate } from './simulation/simulate.ts';

const STEPS = 80;

/** `SIM_SEED=17` runs that seed alone. */
const one = process.env['SIM_SEED'];

export const settled = (): Promise<void> => setImmediate();

/** @returns what went wrong, for people; what never happened */
export const runSeeds = async (from: number, to: number): Promise<{ failed: string; never: readonly string[] }> => {
  let unheard: string[] = [];
  const note = (error: unknown): void => void unheard.push(String(error));
  const takeUnheard = async (): Promise<string[]> => {
    await setImmediate();
    const noticed = unheard;
    unheard = [];
    return noticed;
  };
  process.on('unhandledRejection', note);
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const seeds = one === undefined ? all : [Number(one)];
  const report = await simulate({ seeds, steps: STEPS, settled, unheard: takeUnheard, maxFailures: 1 });
  process.removeListener('unhandledRejection', note);
  return { failed: report.failures.map(describeFailure).join('\n'), never: one === undefined ? report.never : [] };
};
