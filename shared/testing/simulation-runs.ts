/** How the tests of the simulation play seeds under vitest. */
import { describeFailure, simulate } from './simulation/simulate.ts';

export const STEPS = 80;

/** What of Node this needs; this folder has none of it. */
export type Runtime = {
  /** Lets every promise that can go on go on. */
  settled: () => Promise<void>;
  process: {
    /** `SIM_SEED=17` plays that seed alone. */
    env: Readonly<Record<string, string | undefined>>;
    on: (event: 'unhandledRejection', listener: (error: unknown) => void) => unknown;
    removeListener: (event: 'unhandledRejection', listener: (error: unknown) => void) => unknown;
  };
};

/** @returns what went wrong, for people; what never happened */
export const runSeeds = async (
  from: number,
  to: number,
  { settled, process }: Runtime,
): Promise<{ failed: string; never: readonly string[] }> => {
  const one = process.env['SIM_SEED'];
  let unheard: string[] = [];
  const note = (error: unknown): void => void unheard.push(String(error));
  const takeUnheard = async (): Promise<string[]> => {
    await settled();
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
