/** P1, P3, P4 and P6 through storms, with the real core; what the simulation is worth is shown by what it catches. */
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { drawPlan, type Plan } from './simulation/plan.ts';
import { PLANTED_BUGS } from './simulation/planted-bugs.ts';
import { runPlan } from './simulation/run-plan.ts';
import { shrinkPlan } from './simulation/shrink-plan.ts';
import { describeFailure, simulate } from './simulation/simulate.ts';

const SEEDS = Array.from({ length: 14 }, (_, i) => i + 1);
const STEPS = 80;
const MUST_HAPPEN = ['bans', 'partitions', 'forks proven', 'epochs', 'crashes', 'posts saved'] as const;
/** A bug is planted in this many seeds at most. */
const SEEDS_A_BUG = 12;

const one = process.env['SIM_SEED'];
const seeds = one === undefined ? SEEDS : [Number(one)];

let unheard: string[] = [];
const note = (error: unknown): void => void unheard.push(String(error));
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.removeListener('unhandledRejection', note));
const takeUnheard = async (): Promise<string[]> => {
  await setImmediate();
  const noticed = unheard;
  unheard = [];
  return noticed;
};

test(
  'whatever happens to people, nothing saved is lost, nothing forged is shown, and all come to the same',
  { timeout: 600_000 },
  async () => {
    const report = await simulate({ seeds, steps: STEPS, unheard: takeUnheard, maxFailures: 1 });
    expect(report.failures.map(describeFailure).join('\n')).toBe('');
    // so few seeds need not do everything; `npm run sim` asks that of many
    const happened = MUST_HAPPEN.map((kind) => [kind, report.did[kind] > 0]);
    if (one === undefined) expect(happened).toEqual(MUST_HAPPEN.map((kind) => [kind, true]));
  },
);

test('a seed is played the same way every time', async () => {
  const plan = drawPlan(3, STEPS);
  expect(await runPlan(plan)).toEqual(await runPlan(plan));
});

test.each(PLANTED_BUGS)('a planted bug is caught: $name', { timeout: 600_000 }, async ({ plant, rule }) => {
  const broken = new Set<string>();
  for (let seed = 1; seed <= SEEDS_A_BUG && !broken.has(rule); seed += 1) {
    const { problems } = await runPlan(drawPlan(seed, STEPS), { plant });
    for (const problem of problems) broken.add(problem.slice(0, 2));
  }
  expect([...broken]).toContain(rule);
});

test(
  'a failing plan shrinks to the few steps that matter, and these fail when replayed',
  { timeout: 600_000 },
  async () => {
    const plant =
      PLANTED_BUGS.find(({ name }) => name === 'the projection credits another author')?.plant ?? ((ports) => ports);
    const plan: Plan = drawPlan(2, STEPS);
    const outcome = await runPlan(plan, { plant });
    const shortest = await shrinkPlan(plan, outcome, { plant }, 30);
    expect(shortest.steps.length).toBeLessThan(10);
    expect((await runPlan(shortest, { plant })).problems[0]).toMatch(/^P1 /);
  },
);
