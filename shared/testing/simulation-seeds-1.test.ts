/** P1 to P6 through storms, with the real core: the first half of the seeds that `npm test` plays. */
import { setImmediate } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { runSeeds } from './simulation-runs.ts';

test(
  'P1 P2 P3 P4 P5 P6 whatever happens to people, what is saved stays, no lie and no removal is lost, and all come to the same',
  { timeout: 1_200_000 },
  async () => {
    expect(await runSeeds(1, 100, { settled: setImmediate, process })).toEqual({ failed: '', never: [] });
  },
);
