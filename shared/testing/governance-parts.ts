/** All pairs and triples in parts of some size, for `npm run sets`. The same town and menu everywhere. */
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { quickSignatures } from './governance-cast.ts';
import { buildTown, menuOf } from './governance-menu.ts';
import { createSetRunner, type Which } from './governance-sets.ts';
import { placesIn, shapesOf } from './governance-shapes.ts';

/** One shape with one move in its first place. */
export type Part = { count: 2 | 3; shape: number; first: number; which: Which };

export type PartOutcome = { sets: number; left: number; problems: string[] };

const town = buildTown(quickSignatures(await loadSodiumCrypto()));
const menu = menuOf(town);
const runner = createSetRunner(town, menu);

/** @param triples which of them; of pairs always all */
export const allParts = (triples: Which): Part[] =>
  ([2, 3] as const).flatMap((count) =>
    shapesOf(count).flatMap((_, shape) =>
      menu.map((_move, first): Part => ({ count, shape, first, which: count === 2 ? 'all' : triples })),
    ),
  );

export const runPart = ({ count, shape: index, first, which }: Part): PartOutcome => {
  const shape = shapesOf(count)[index] ?? [];
  const outcome: PartOutcome = { sets: 0, left: 0, problems: [] };
  for (const places of placesIn(shape, menu.length, first)) {
    const problems = runner.run(shape, places, which);
    if (problems === undefined) outcome.left += 1;
    else outcome.sets += 1;
    outcome.problems.push(...(problems ?? []));
  }
  return outcome;
};
