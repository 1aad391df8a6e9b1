/**
 * GO: every two and three operations of four people of three ranks, in every causal shape, in all orders of arrival.
 * GOVERNANCE_SETS=all runs every combination (about an hour); otherwise evenly spread ones.
 */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { problemsWith, resolveArriving } from '../testing/governance-check.ts';
import { createJudge } from '../testing/governance-judge.ts';
import { buildTown, menuOf, type Move, type Town } from '../testing/governance-menu.ts';
import { runShapes } from '../testing/governance-shapes.ts';

const isEverything = process.env['GOVERNANCE_SETS'] === 'all';
const HOUR = 3_600_000;

let town: Town;
beforeAll(async () => {
  town = buildTown(quickSignatures(await loadSodiumCrypto()));
});

/** Runs every `spread`th combination. */
const run = (menu: readonly Move[], count: 2 | 3, spread: number) => {
  const earlier = createJudge(town.cast.all);
  earlier.rule(town.cast.all.map(({ id }) => id));
  return runShapes(
    town,
    menu,
    count,
    (operations, orders) => problemsWith(town.cast, operations, orders, { earlier }),
    (index) => index % (isEverything ? 1 : spread) === 0,
  );
};

/** Moves that count when they are made alone: the others can only matter after one of them, which the pairs show. */
const allowedAlone = (): Move[] =>
  menuOf(town).filter(({ who, body }) => {
    const alone = town.cast.sign(who, body());
    const counts = resolveArriving(town.cast, town.cast.all).current()?.voids.has(alone.id) === false;
    town.cast.all.pop();
    who.chain.pop();
    who.seen.delete(alone.id);
    return counts;
  });

test(
  'GO-4 all pairs: one outcome whatever the order, nobody rises, the owner stays, and the judge agrees',
  () => {
    const ran = run(menuOf(town), 2, 20);
    expect(ran.problems.slice(0, 3)).toEqual([]);
    expect(ran.sets).toBeGreaterThan(1_000);
  },
  HOUR,
);

test(
  'GO-4 all triples of what is allowed: one outcome whatever the order, nobody rises, the owner stays, and the judge agrees',
  () => {
    const ran = run(allowedAlone(), 3, 401);
    expect(ran.problems.slice(0, 3)).toEqual([]);
    expect(ran.sets).toBeGreaterThan(1_000);
  },
  HOUR,
);
