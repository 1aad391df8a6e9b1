/** The tests are tested: every bug planted in the resolver is told by a story, or makes resolver and judge disagree. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { problemsWith } from '../testing/governance-check.ts';
import { buildTown, menuOf } from '../testing/governance-menu.ts';
import { runStorm } from '../testing/governance-storm.ts';
import { ATTACKS } from '../testing/governance-stories.ts';
import { PLANTS, type Plant } from './plant.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = quickSignatures(await loadSodiumCrypto());
});

/** How many random graphs a planted bug is given to show itself. */
const STORMS = 120;

const storms = (): (readonly [number, number])[][] =>
  fc.sample(fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { minLength: 6, maxLength: 14 }), {
    numRuns: STORMS,
    seed: 20_261_124,
  });

const toldByStories = (plant: Plant): string[] =>
  ATTACKS.filter((story) => story.tell(crypto, plant).length > 0).map(({ name }) => name);

/** @returns the number of the first random graph that shows the bug */
const shownByStorm = (plant: Plant): number | undefined => {
  const found = storms().findIndex((steps, seed) => {
    const town = buildTown(crypto);
    const storm = runStorm(town, menuOf(town), steps, seed);
    return problemsWith(town.cast, storm.all, storm.orders, { plant }).length > 0;
  });
  return found < 0 ? undefined : found;
};

test.each(PLANTS)('planted bug %s is caught', (plant) => {
  const stories = toldByStories(plant);
  const storm = stories.length > 0 ? undefined : shownByStorm(plant);
  expect({ stories, storm }).not.toEqual({ stories: [], storm: undefined });
});
