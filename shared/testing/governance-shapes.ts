/** Every two or three moves in every causal shape, on top of one town. */
import type { DeviceId, OpId } from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { type Operation, signOperation } from '../governance/operation.ts';
import { linksOf } from '../governance/parents-first.ts';
import type { Move, Town } from './governance-menu.ts';

/** For each move, which of the moves before it its author knew. */
export type Shape = readonly (readonly number[])[];

/** Of two and of three there are no others. */
const SHAPES: readonly Shape[] = [
  [[], [0]],
  [[], []],
  // A chain, three at a time, two on one, one on two (a diamond with the town below), and one beside a chain.
  [[], [0], [1]],
  [[], [], []],
  [[], [0], [0]],
  [[], [], [0, 1]],
  [[], [0], []],
];

export const shapesOf = (count: 2 | 3): Shape[] => SHAPES.filter(({ length }) => length === count);

export type Places = readonly number[];

/**
 * Which moves stand in the places of a shape; those in the same first places follow each other.
 * @param first only those with this move in the first place
 */
export function* placesIn(shape: Shape, moves: number, first?: number): IterableIterator<Places> {
  for (const places of combinations(moves, shape.length, first)) if (!isMirrored(shape, places)) yield places;
}

export type SetMaker = {
  /**
   * The operations, none of them new to the town. Who does two things without knowing of their first when they do the
   * second has signed both under one number: a fork. Undefined if two of them are one and the same operation.
   */
  make: (shape: Shape, places: Places) => Operation[] | undefined;
  nameOf: (shape: Shape, places: Places) => string;
};

/** Operations that are made again and again are signed once, as long as there are fewer than this. */
const MAX_MADE = 50_000;

export const createSetMaker = (town: Town, menu: readonly Move[]): SetMaker => {
  const { cast } = town;
  const heads = cast.headsOf(town.alice);
  const newest = new Map(cast.all.map((operation) => [operation.device, operation]));
  // made beforehand: what chance they contain must not depend on which sets are run
  const bodies = [0, 1, 2].map(() => menu.map(({ body }) => body()));
  const made = new Map<string, Operation>();

  const sign = (move: Move, body: OperationBody, last: Operation | undefined, parents: readonly OpId[]): Operation =>
    signOperation(
      cast.crypto,
      {
        community: cast.community(),
        device: move.who.device,
        deviceSeq: last === undefined ? 0 : last.deviceSeq + 1,
        prevOwn: last?.id,
        parents,
        body,
      },
      move.who.identity.signing.privateKey,
    );

  const remember = (key: string, make: () => Operation): Operation => {
    const held = made.get(key);
    if (held !== undefined) return held;
    if (made.size >= MAX_MADE) made.clear();
    const operation = make();
    made.set(key, operation);
    return operation;
  };

  return {
    make: (shape, places) => {
      const fresh: Operation[] = [];
      for (const [at, place] of places.entries()) {
        const move = menu[place];
        const body = bodies[at]?.[place];
        if (move === undefined || body === undefined) throw new Error(`there is no move ${place}`);
        const last = ownBefore(shape, fresh, at, move.who.device) ?? newest.get(move.who.device);
        const named = (shape[at] ?? []).flatMap((parent) => fresh[parent]?.id ?? []);
        const parents = named.length > 0 ? named : heads;
        const key = `${at} ${place} ${last?.id} ${named.join(' ')}`;
        fresh.push(remember(key, () => sign(move, body, last, parents)));
      }
      return new Set(fresh.map(({ id }) => id)).size < fresh.length ? undefined : fresh;
    },
    nameOf: (shape, places) =>
      `${places.map((place) => menu[place]?.name).join(' / ')} as ${JSON.stringify(shape)} (${places.join(', ')})`,
  };
};

/** The newest operation of this device among those that are known in that place. */
const ownBefore = (shape: Shape, fresh: readonly Operation[], at: number, device: DeviceId): Operation | undefined => {
  const known = pastIn(shape, at);
  return fresh.findLast((operation, place) => known.has(place) && operation.device === device);
};

const pastIn = (shape: Shape, at: number): Set<number> => {
  const direct = shape[at] ?? [];
  return new Set(direct.flatMap((place) => [...pastIn(shape, place), place]));
};

function* combinations(size: number, count: number, first?: number): IterableIterator<number[]> {
  if (count === 0) return yield [];
  const isFixed = count === 1 && first !== undefined;
  for (const rest of combinations(size, count - 1, first))
    for (let at = isFixed ? first : 0; at < (isFixed ? first + 1 : size); at += 1) yield [...rest, at];
}

/** Moves in places that know the same and are known by the same: the other way round is the same once more. */
const isMirrored = (shape: Shape, places: Places): boolean =>
  shape.some((known, at) => {
    const twin = shape.findIndex(
      (other, before) => before < at && isAlike(shape, before, at) && other.join() === known.join(),
    );
    return twin >= 0 && (places[twin] ?? 0) > (places[at] ?? 0);
  });

const isAlike = (shape: Shape, a: number, b: number): boolean =>
  shape.every((known) => known.includes(a) === known.includes(b));

/** Orders in which everything comes after what it names; the others are the business of the log, which makes wait. */
export const ordersOf = (operations: readonly Operation[]): Operation[][] => {
  if (operations.length === 0) return [[]];
  return operations.flatMap((first) => {
    const others = operations.filter((other) => other !== first);
    const isEarly = others.some(({ id }) => linksOf(first).includes(id));
    return isEarly ? [] : ordersOf(others).map((order) => [first, ...order]);
  });
};
