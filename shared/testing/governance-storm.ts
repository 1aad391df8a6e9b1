/** A random graph: people make moves, and now and then learn what others did. */
import type { Operation } from '../governance/operation.ts';
import { linksOf } from '../governance/parents-first.ts';
import type { OpId } from '../base/ids.ts';
import type { Person } from './governance-cast.ts';
import type { Move, Town } from './governance-menu.ts';
import { createSeededRandom } from './seeded-random.ts';

export type Storm = { all: Operation[]; fresh: Operation[]; orders: Operation[][]; names: string[] };

/** @param steps which move, and how many others the mover meets before it */
export const runStorm = (
  town: Town,
  menu: readonly Move[],
  steps: readonly (readonly [number, number])[],
  seed: number,
): Storm => {
  const people = [town.alice, town.bob, town.carol, town.tablet, town.mallory];
  const base = [...town.cast.all];
  const random = createSeededRandom(seed + 1);
  const names: string[] = [];
  for (const [which, meetings] of steps) {
    const move = menu[which % menu.length];
    if (move === undefined) continue;
    const met = people.filter(() => (random.bytes(1)[0] ?? 0) % 4 < meetings);
    for (const other of met) for (const operation of other.seen.values()) town.cast.learn(move.who, operation);
    const isFork = which % 19 === 0 && move.who.chain.length > 1;
    const how = isFork ? forkOf(town, move.who) : undefined;
    town.cast.sign(move.who, move.body(), how);
    names.push(
      `${isFork ? 'under a number used before, ' : ''}${move.name}, having met ${met.map(({ name }) => name).join(', ')}`,
    );
  }
  const all = [...town.cast.all];
  const fresh = all.slice(base.length);
  const orders = [0, 1, 2].map(() => [...base, ...shuffled(fresh, random)]);
  return { all, fresh, orders, names };
};

/** Once more from before the last own operation; the chain then goes on from the first of the two. */
const forkOf = (town: Town, who: Person): { after: Operation; parents: OpId[]; lose: boolean } | undefined => {
  const [before, last] = who.chain.slice(-2);
  if (before === undefined || last === undefined || !town.cast.all.includes(last)) return undefined;
  return { after: before, parents: [...last.parents], lose: true };
};

/** Any order in which everything comes after what it names. */
const shuffled = (operations: readonly Operation[], random: { bytes: (length: number) => Uint8Array }): Operation[] => {
  const left = [...operations];
  const order: Operation[] = [];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ id }) => id));
    const ready = left.filter((operation) => !linksOf(operation).some((link) => waiting.has(link)));
    const next = ready[((random.bytes(1)[0] ?? 0) * ready.length) >> 8];
    if (next === undefined) throw new Error('a cycle of operations');
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
};
