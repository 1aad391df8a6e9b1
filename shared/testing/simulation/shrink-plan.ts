import type { Plan } from './plan.ts';
import { type Outcome, type RunOptions, runPlan } from './run-plan.ts';

/** Leaves steps out for as long as the same rule is still broken; tries at most `runs` shorter plans. */
export const shrinkPlan = async (failing: Plan, outcome: Outcome, options: RunOptions, runs = 150): Promise<Plan> => {
  const rules = rulesOf(outcome);
  let plan = { ...failing, steps: failing.steps.slice(0, outcome.played) };
  let left = runs;
  let chunk = Math.ceil(plan.steps.length / 2);
  while (chunk >= 1 && left > 0) {
    let isShorter = false;
    for (let from = plan.steps.length - chunk; from > -chunk && left > 0; from -= chunk) {
      const steps = plan.steps.filter((_, at) => at < from || at >= from + chunk);
      const shorter = { ...plan, steps };
      left -= 1;
      const again = await runPlan(shorter, options);
      if (!rulesOf(again).some((rule) => rules.includes(rule))) continue;
      plan = { ...shorter, steps: steps.slice(0, again.played) };
      isShorter = true;
    }
    if (chunk === 1 && !isShorter) break;
    chunk = Math.max(1, Math.floor(chunk / 2));
  }
  return plan;
};

const rulesOf = ({ problems }: Outcome): string[] => problems.map((problem) => problem.split(' ', 1)[0] ?? '');
