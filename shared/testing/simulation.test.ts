/** What the simulation is worth is shown by what it catches; seeds replay, and what fails shrinks. */
import { readFileSync } from 'node:fs';
import { setImmediate as settled } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { PLANTS } from '../governance/plant.ts';
import { ALL_BUGS, catchBug } from './simulation/catch-bug.ts';
import { drawPlan, type Plan } from './simulation/plan.ts';
import { PLANTED_BUGS } from './simulation/planted-bugs.ts';
import { runPlan } from './simulation/run-plan.ts';
import { shrinkPlan } from './simulation/shrink-plan.ts';
import { STEPS } from './simulation-runs.ts';

test('a seed is played the same way every time', async () => {
  const plan = drawPlan(3, STEPS);
  expect(await runPlan(plan, { settled })).toEqual(await runPlan(plan, { settled }));
});

test.each(ALL_BUGS)('a planted bug is caught: $name', { timeout: 600_000 }, async (bug) => {
  expect(await catchBug(bug, { settled })).toEqual(expect.any(Number));
});

test(
  'a failing plan shrinks to the few steps that matter, and these fail when replayed',
  { timeout: 600_000 },
  async () => {
    const plant =
      PLANTED_BUGS.find(({ name }) => name === 'the projection credits another author')?.plant ?? ((ports) => ports);
    const plan: Plan = drawPlan(2, STEPS);
    const outcome = await runPlan(plan, { plant, settled });
    const shortest = await shrinkPlan(plan, outcome, { plant, settled }, 30);
    expect(shortest.steps.length).toBeLessThan(10);
    expect((await runPlan(shortest, { plant, settled })).problems[0]).toMatch(/^P1 /);
  },
);

test('the list of planted bugs that is published is the one that is checked', () => {
  const page = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');
  const rows = page.split('\n').flatMap((line) => {
    const [, name, rule] = /^\| (.+?) +\| (\S+) +\|$/.exec(line) ?? [];
    return name === undefined || rule === undefined ? [] : [`${name} → ${rule}`];
  });
  const published = rows.filter((row) => / → ([A-Z]\d|stories|storms|both)$/.test(row));
  const checked = ALL_BUGS.map(({ name, rule }) => `${name} → ${rule}`);
  expect(published.filter((row) => !/ → (stories|storms|both)$/.test(row)).toSorted()).toEqual(checked.toSorted());
  for (const plant of PLANTS) expect(page, plant).toContain(`| \`${plant}\``);
});
