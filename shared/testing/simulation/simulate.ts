/** Many seeds, one after another: what `npm run sim` and the test of the simulation run. */
import { drawPlan, type Plan } from './plan.ts';
import { type RunOptions, runPlan } from './run-plan.ts';
import { shrinkPlan } from './shrink-plan.ts';
import { createTally, type Kind, neverDone } from './tally.ts';

export type Failure = { seed: number; problems: readonly string[]; shortest: Plan };

export type SimulationReport = {
  failures: readonly Failure[];
  did: Readonly<Record<Kind, number>>;
  never: readonly Kind[];
};

export type SimulationInput = RunOptions & {
  seeds: readonly number[];
  steps: number;
  /** Told about each seed that failed as soon as it is shrunk. */
  failed?: (failure: Failure) => void;
  /** After this many failures the rest is not run. */
  maxFailures?: number;
  /** How many shorter plans are tried for a failing one. */
  shrinkRuns?: number;
};

export const simulate = async (input: SimulationInput): Promise<SimulationReport> => {
  const total = createTally();
  const failures: Failure[] = [];
  for (const seed of input.seeds) {
    const plan = drawPlan(seed, input.steps);
    const outcome = await runPlan(plan, input);
    for (const [kind, count] of Object.entries(outcome.did)) total.note(kind as Kind, count);
    if (outcome.problems.length === 0) continue;
    const failure = {
      seed,
      problems: outcome.problems,
      shortest: await shrinkPlan(plan, outcome, input, input.shrinkRuns),
    };
    failures.push(failure);
    input.failed?.(failure);
    if (failures.length >= (input.maxFailures ?? 5)) break;
  }
  return { failures, did: total.counts(), never: neverDone(total.counts()) };
};

/** For people: the seed, what broke, and the shortest list of steps that breaks it. */
export const describeFailure = ({ seed, problems, shortest }: Failure): string =>
  [
    `Seed ${seed} breaks a promise:`,
    ...problems.slice(0, 8).map((problem) => `  ${problem}`),
    `  with ${shortest.people} people and ${shortest.steps.length} steps:`,
    ...shortest.steps.map((step) => `    ${JSON.stringify(step)}`),
  ].join('\n');
