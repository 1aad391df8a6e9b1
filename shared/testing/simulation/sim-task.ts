/** What one worker of `npm run sim` does at a time: a few seeds, or one planted bug. */
import { ALL_BUGS, catchBug } from './catch-bug.ts';
import type { RunOptions } from './run-plan.ts';
import { describeFailure, simulate } from './simulate.ts';
import { createTally, type Kind, neverDone } from './tally.ts';

export type SimTask = { kind: 'seeds'; seeds: readonly number[]; steps: number } | { kind: 'bug'; at: number };

export type SimTaskOutcome = {
  seeds: number;
  /** For people: each seed that failed, with the shortest plan that fails; each bug that was missed. */
  failures: readonly string[];
  did: Readonly<Record<Kind, number>>;
};

const SEEDS_A_TASK = 4;

export const tasksFor = (seeds: readonly number[], steps: number, withBugs: boolean): SimTask[] => {
  const tasks: SimTask[] = withBugs ? ALL_BUGS.map((_, at) => ({ kind: 'bug', at })) : [];
  for (let at = 0; at < seeds.length; at += SEEDS_A_TASK)
    tasks.push({ kind: 'seeds', seeds: seeds.slice(at, at + SEEDS_A_TASK), steps });
  return tasks;
};

export const runTask = async (task: SimTask, options: RunOptions): Promise<SimTaskOutcome> => {
  if (task.kind === 'bug') return { seeds: 0, failures: await missed(task.at, options), did: createTally().counts() };
  const { failures, did } = await simulate({ ...options, seeds: task.seeds, steps: task.steps });
  return { seeds: task.seeds.length, failures: failures.map(describeFailure), did };
};

const missed = async (at: number, options: RunOptions): Promise<string[]> => {
  const bug = ALL_BUGS[at];
  // what a bug makes fail unheard is not what it is known by
  const seed = bug === undefined ? 0 : await catchBug(bug, { settled: options.settled });
  return typeof seed === 'number'
    ? []
    : [`The planted bug “${bug?.name}” was not caught: ${seed.slice(0, 3).join('; ')}`];
};

export const sumOf = (counts: readonly SimTaskOutcome['did'][]): Record<Kind, number> => {
  const total = createTally();
  for (const did of counts) for (const [kind, count] of Object.entries(did)) total.note(kind as Kind, count);
  return total.counts();
};

/** What never happened. */
export const missing = (did: SimTaskOutcome['did']): Kind[] => neverDone(did);
