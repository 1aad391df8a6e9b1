/**
 * GO: two and three operations of four people of three ranks, in every causal shape, forks included, in all orders of
 * arrival. All pairs, and evenly spread triples; `npm run sets` runs all triples.
 */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { buildTown, menuOf, type Move, type Town } from '../testing/governance-menu.ts';
import { createSetRunner, type SetRunner, type Which } from '../testing/governance-sets.ts';
import { placesIn, shapesOf } from '../testing/governance-shapes.ts';

const TRIPLES_SPREAD = 3_001;
const LIMIT_MS = 180_000;

let town: Town;
let menu: Move[];
let runner: SetRunner;
beforeAll(async () => {
  town = buildTown(quickSignatures(await loadSodiumCrypto()));
  menu = menuOf(town);
  runner = createSetRunner(town, menu);
});

/** Runs every `spread`th combination. */
const run = (count: 2 | 3, spread: number, which: Which) => {
  const ran = { sets: 0, problems: [] as string[] };
  let index = 0;
  for (const shape of shapesOf(count))
    for (const places of placesIn(shape, menu.length)) {
      index += 1;
      const problems = index % spread === 0 ? runner.run(shape, places, which) : undefined;
      if (problems === undefined) continue;
      ran.sets += 1;
      ran.problems.push(...problems);
    }
  return ran;
};

test(
  'GO-4 all pairs: one outcome whatever the order, nobody rises, the owner stays, and the judge agrees',
  () => {
    const ran = run(2, 1, 'all');
    expect(ran.problems.slice(0, 3)).toEqual([]);
    expect(ran.sets).toBeGreaterThan(30_000);
  },
  LIMIT_MS,
);

test(
  'GO-4 triples: one outcome whatever the order, nobody rises, the owner stays, and the judge agrees',
  () => {
    const ran = run(3, TRIPLES_SPREAD, 'all');
    expect(ran.problems.slice(0, 3)).toEqual([]);
    expect(ran.sets).toBeGreaterThan(3_000);
  },
  LIMIT_MS,
);

test.each(['no-strong-remove', 'concurrent-re-add'] as const)(
  'the pairs would show a resolver with the planted bug %s',
  (plant) => {
    const planted = createSetRunner(town, menu, plant);
    const apart = shapesOf(2).findLast((shape) => shape.every((known) => known.length === 0)) ?? [];
    const some = [...placesIn(apart, menu.length)].filter((_, index) => index % 3 === 0);
    expect(some.some((places) => (planted.run(apart, places, 'all') ?? []).length > 0)).toBe(true);
  },
  LIMIT_MS,
);
