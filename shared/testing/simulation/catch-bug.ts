/** The simulation is tested: every planted bug must break the rule that is named for it, within a few seeds. */
import { CORE_BUGS } from './core-bugs.ts';
import { drawPlan, type Plan } from './plan.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { type RunOptions, runPlan } from './run-plan.ts';

export type Bug = { name: string; rule: string; from: number; plan?: Plan } & Pick<RunOptions, 'plant' | 'peerPlant'>;

export const ALL_BUGS: readonly Bug[] = [...PLANTED_BUGS.map((bug) => ({ from: 1, ...bug })), ...CORE_BUGS];

const STEPS = 80;
/** A bug is planted in this many seeds at most. */
const SEEDS_A_BUG = 12;

/** @returns the seed that shows it; if none does, what was seen instead */
export const catchBug = async (bug: Bug, options: RunOptions = {}): Promise<number | string[]> => {
  const seen = new Set<string>();
  for (const plan of plansFor(bug)) {
    const planted = { plant: bug.plant, peerPlant: bug.peerPlant };
    const { problems } = await runPlan(plan, { ...options, ...planted });
    for (const problem of problems) seen.add(problem);
    if (problems.some((problem) => problem.startsWith(`${bug.rule} `))) return plan.seed;
  }
  return [...seen];
};

function* plansFor({ plan, from }: Bug): Generator<Plan> {
  if (plan !== undefined) return yield plan;
  for (let seed = from; seed < from + SEEDS_A_BUG; seed += 1) yield drawPlan(seed, STEPS);
}
