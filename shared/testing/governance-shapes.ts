/** Every two or three moves in every causal shape, on top of one town. */
import type { OpId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import { linksOf } from '../governance/parents-first.ts';
import type { Move, Town } from './governance-menu.ts';

/** For each move, which of the moves before it its author knew. */
const SHAPES: Readonly<Record<2 | 3, readonly (readonly (readonly number[])[])[]>> = {
  2: [
    [[], [0]],
    [[], []],
  ],
  // A chain, three at a time, two on one, one on two (a diamond with the town below), and one beside a chain.
  3: [
    [[], [0], [1]],
    [[], [], []],
    [[], [0], [0]],
    [[], [], [0, 1]],
    [[], [0], []],
  ],
};

export type Check = (operations: readonly Operation[], orders: readonly (readonly Operation[])[]) => string[];

/** @param pick which combinations to run; all of them without it */
export const runShapes = (
  town: Town,
  menu: readonly Move[],
  count: 2 | 3,
  check: Check,
  pick: (index: number) => boolean = () => true,
): { sets: number; problems: string[] } => {
  const base = [...town.cast.all];
  const heads = town.cast.headsOf(town.alice);
  const problems: string[] = [];
  let sets = 0;
  let index = 0;
  for (const shape of SHAPES[count])
    for (const places of combinations(menu.length, count)) {
      if (isMirrored(shape, places)) continue;
      index += 1;
      if (!pick(index)) continue;
      const moves = places.flatMap((at) => menu[at] ?? []);
      sets += 1;
      const fresh = play(town, moves, shape, heads);
      const found = check(
        [...base, ...fresh],
        permutations(fresh).map((order) => [...base, ...order]),
      );
      const name = `${moves.map(({ name: each }) => each).join(' / ')} as ${JSON.stringify(shape)}`;
      problems.push(...found.map((problem) => `${name}\n${problem}`));
      town.cast.all.length = base.length;
    }
  return { sets, problems };
};

/** Own operations always know those before them: a device's operations are a chain. */
const play = (
  town: Town,
  moves: readonly Move[],
  shape: readonly (readonly number[])[],
  heads: readonly OpId[],
): Operation[] => {
  const made: Operation[] = [];
  const chains = new Map(moves.map(({ who }) => [who, who.chain.length]));
  moves.forEach(({ who, body }, at) => {
    const parents = (shape[at] ?? []).flatMap((parent) => made[parent]?.id ?? []);
    made.push(town.cast.sign(who, body(), { parents: parents.length > 0 ? parents : heads }));
  });
  for (const [who, length] of chains) {
    for (const operation of who.chain.splice(length)) who.seen.delete(operation.id);
  }
  return made;
};

function* combinations(size: number, count: number): IterableIterator<number[]> {
  if (count === 0) yield [];
  else for (const rest of combinations(size, count - 1)) for (let at = 0; at < size; at += 1) yield [...rest, at];
}

/** Moves in places that know the same and are known by the same: the other way round is the same once more. */
const isMirrored = (shape: readonly (readonly number[])[], places: readonly number[]): boolean =>
  shape.some((known, at) => {
    const twin = shape.findIndex(
      (other, before) => before < at && isAlike(shape, before, at) && other.join() === known.join(),
    );
    return twin >= 0 && (places[twin] ?? 0) > (places[at] ?? 0);
  });

const isAlike = (shape: readonly (readonly number[])[], a: number, b: number): boolean =>
  shape.every((known) => known.includes(a) === known.includes(b));

/** Orders in which everything comes after what it names; the others are the business of the log, which makes wait. */
const permutations = (operations: readonly Operation[]): Operation[][] => {
  if (operations.length === 0) return [[]];
  return operations.flatMap((first) => {
    const others = operations.filter((other) => other !== first);
    const isEarly = others.some(({ id }) => linksOf(first).includes(id));
    return isEarly ? [] : permutations(others).map((order) => [first, ...order]);
  });
};
