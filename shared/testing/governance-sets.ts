/**
 * Resolver and judge on very many small sets of operations on top of one town. What two sets begin with is resolved, and
 * judged, once: otherwise each of millions of sets would begin with the founding of the community.
 */
import type { OpId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import type { Plant } from '../governance/plant.ts';
import type { Resolver } from '../governance/resolver.ts';
import { Table } from '../governance/table.ts';
import { brokenPromises, outcomeOf, resolveArriving, rulingOf } from './governance-check.ts';
import { createJudge, type Judge } from './governance-judge.ts';
import type { Move, Town } from './governance-menu.ts';
import { createSetMaker, ordersOf, type Places, type Shape } from './governance-shapes.ts';

export type SetRunner = {
  /** @returns problems, each with the name of the set; undefined if it is not of the kind that is wanted */
  run: (shape: Shape, places: Places, which: Which) => string[] | undefined;
};

/**
 * `counting`: each operation counts for what its author knew. One that does not never has an effect: it leaves nothing
 * but its number, and a set with it comes to what the set without it does. That is what all pairs are for.
 */
export type Which = 'all' | 'counting';

/** Resolvers kept for what sets begin with. */
const MAX_BEGUN = 20_000;

/** @param plant a bug in the resolver, to see that it would be found */
export const createSetRunner = (town: Town, menu: readonly Move[], plant?: Plant): SetRunner => {
  const maker = createSetMaker(town, menu);
  const arrive = createArrivals(town, plant);
  const judgeOf = createJudges(town);
  return {
    run: (shape, places, which) => {
      const fresh = maker.make(shape, places);
      if (fresh === undefined) return undefined;
      const judge = judgeOf(fresh);
      if (which === 'counting' && !fresh.every(({ id }) => judge.counts(id))) return undefined;
      const all = [...town.cast.all, ...fresh];
      const ruling = judge.rule(all.map(({ id }) => id));
      const problems = brokenPromises(ruling, all);
      const [one, ...others] = ordersOf(fresh).map(arrive);
      const outcome = one === undefined ? '' : outcomeOf(one.current());
      const expected = rulingOf(ruling);
      if (outcome !== expected) problems.push(`resolver: ${outcome}\njudge: ${expected}`);
      if (others.some((other) => !isSame(other.current(), one?.current())))
        problems.push('two orders of arrival, two outcomes');
      return problems.map((problem) => `${maker.nameOf(shape, places)}\n${problem}`);
    },
  };
};

/** What has everything of the town, and these operations in this order. */
const createArrivals = (town: Town, plant: Plant | undefined): ((order: readonly Operation[]) => Resolver) => {
  const base = resolveArriving(town.cast, town.cast.all, plant);
  const begun = new Map<string, Resolver>();

  const add = (before: readonly Operation[], last: Operation): Resolver => {
    const resolver = begin(before).branch();
    resolver.add(last);
    return resolver;
  };
  const begin = (order: readonly Operation[]): Resolver => {
    const last = order.at(-1);
    if (last === undefined) return base;
    const key = order.map(({ id }) => id).join(' ');
    const held = begun.get(key);
    if (held !== undefined) return held;
    const resolver = add(order.slice(0, -1), last);
    if (begun.size >= MAX_BEGUN) begun.clear();
    begun.set(key, resolver);
    return resolver;
  };
  return (order) => {
    const last = order.at(-1);
    return last === undefined ? base : add(order.slice(0, -1), last);
  };
};

/** A judge for these operations, who was told what another one answered about all but the last of them. */
const createJudges = (town: Town): ((fresh: readonly Operation[]) => Judge) => {
  const ofTown = createJudge(town.cast.all);
  const idsOf = (operations: readonly Operation[]): OpId[] => operations.map(({ id }) => id);
  ofTown.rule(idsOf(town.cast.all));
  const begun: { key: string; judge: Judge }[] = [];

  const begin = (fresh: readonly Operation[]): Judge => {
    if (fresh.length === 0) return ofTown;
    const key = idsOf(fresh).join(' ');
    const held = begun[fresh.length];
    if (held?.key === key) return held.judge;
    const all = [...town.cast.all, ...fresh];
    const judge = createJudge(all, begin(fresh.slice(0, -1)));
    judge.rule(idsOf(all));
    begun[fresh.length] = { key, judge };
    return judge;
  };
  return (fresh) => createJudge([...town.cast.all, ...fresh], begin(fresh.slice(0, -1)));
};

/** Field by field what digests see; what two resolutions share is not looked into. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Table && b instanceof Table) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a.entries()) if (!isSame(value, b.get(key))) return false;
    return true;
  }
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => name in b && isSame(a[name as keyof typeof a], b[name as keyof typeof b]));
};
