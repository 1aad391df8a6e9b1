/**
 * Operations → state, a pure function of the set: never arrival order, never wall-clock time (docs/decisions/0015).
 * Every operation is judged once, in the resolution of its own past, which never changes; appending one that knows all
 * heads costs what its effect costs. Where operations did not know of each other, everything since the last one that
 * all others know or are known by is settled anew.
 */
import type { CommunityId, OpId } from '../base/ids.ts';
import { idBytes } from '../base/ids.ts';
import { compareBytes } from '../base/bytes.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Clash } from './clash.ts';
import type { CommunityState } from './community-state.ts';
import { extendByMany, extendByOne } from './extend.ts';
import { createGraph, highest, inOrder, type Node, sinceNarrow } from './graph.ts';
import { judge, type Judgement } from './judge.ts';
import { found } from './kinds/create.ts';
import type { Bench } from './kinds/kind-rule.ts';
import type { Operation } from './operation.ts';
import type { Plant } from './plant.ts';
import type { Resolution } from './resolution.ts';
import { Table } from './table.ts';

export type Resolver = {
  /** Parents first: whoever adds has added all that the operation names. */
  add: (operation: Operation) => void;
  /** Of everything; undefined while the CREATE that the community is named after is missing or not good. */
  current: () => Resolution | undefined;
  /** What somebody knew who knew these operations and their pasts; undefined if one of them is not here. */
  at: (heads: readonly OpId[]) => CommunityState | undefined;
  /** Operations that no other names, the deepest first. */
  heads: () => OpId[];
  /** Everything in the one order, with its judgement. */
  inOrder: () => readonly Node[];
};

/** Resolutions of several heads are kept for so many sets of heads. */
const MAX_REMEMBERED = 512;

export const createResolver = (crypto: Crypto, community: CommunityId, options: { plant?: Plant } = {}): Resolver => {
  const { plant } = options;
  const graph = createGraph();
  const nodes: Node[] = [];
  const remembered = new Map<string, Resolution>();
  let root: Node | undefined;
  const heads = new Set<Node>();

  const authorInPast =
    (node: () => Node | undefined, above: readonly Node[]): Bench['authorInPast'] =>
    (id) => {
      const named = graph.get(id);
      if (named === undefined || named === node()) return undefined;
      return above.some((parent) => graph.isWithin(named, parent)) ? named.operation.device : undefined;
    };
  const clash: Clash = {
    graph,
    bench: (node) => ({ crypto, plant, authorInPast: authorInPast(() => node, node?.above ?? []) }),
  };

  const resolveBelow = (tops: readonly Node[]): Resolution | undefined => {
    const [only, ...others] = tops;
    if (only === undefined || others.length === 0) return only?.after;
    const name = tops
      .map(({ operation }) => operation.id)
      .toSorted()
      .join(' ');
    const held = remembered.get(name);
    if (held !== undefined) return held;
    const part = sinceNarrow(tops);
    if (part === undefined) return undefined;
    const since = plant === 'arrival-order' ? nodes.filter((node) => part.since.includes(node)) : part.since;
    const made = extendByMany(clash, part.narrow.after, since);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(name, made);
    return made;
  };

  const addFirst = (operation: Operation): void => {
    const state = found(crypto, community, operation, plant);
    if (state === undefined || (operation.id as string) !== (community as string)) return;
    const first = { state, voids: Table.empty<OpId, never>() };
    const judgement: Judgement = { reason: undefined, member: state.owner, revokes: false };
    root = { operation, depth: 0, above: [], past: Table.empty(), known: first, judgement, after: first };
    take(root);
  };

  const take = (node: Node): void => {
    graph.add(node);
    nodes.push(node);
    for (const parent of node.above) heads.delete(parent);
    heads.add(node);
  };

  const addNext = (operation: Operation, first: Node): void => {
    const links = [...operation.parents, ...(operation.prevOwn === undefined ? [] : [operation.prevOwn])];
    const named = links.flatMap((id) => graph.get(id) ?? []);
    // What names nothing is treated as if it named CREATE: everything has one root.
    const above = named.length === 0 ? [first] : highest(graph, named);
    const known = plant === 'judged-now' ? resolveBelow([...heads]) : resolveBelow(above);
    if (known === undefined) return;
    const depth = 1 + Math.max(...above.map((parent) => parent.depth));
    const bench: Bench = { crypto, plant, authorInPast: authorInPast(() => undefined, above) };
    const judgement = judge({ operation, depth, known: known.state, bench });
    const node: Node = { operation, depth, above, past: mergedPast(above), known, judgement, after: known };
    node.after = extendByOne(clash, plant === 'judged-now' ? (resolveBelow(above) ?? known) : known, node);
    take(node);
  };

  return {
    add: (operation) => {
      if (graph.get(operation.id) !== undefined) return;
      if (root === undefined) addFirst(operation);
      else addNext(operation, root);
    },
    current: () => resolveBelow([...heads]),
    at: (ids) => {
      const named = ids.map((id) => graph.get(id));
      const present = named.filter((node) => node !== undefined);
      return present.length < named.length ? undefined : resolveBelow(highest(graph, present))?.state;
    },
    heads: () =>
      [...heads]
        .sort((a, b) => b.depth - a.depth || compareBytes(idBytes(a.operation.id), idBytes(b.operation.id)))
        .map(({ operation }) => operation.id),
    inOrder: () => nodes.toSorted(inOrder),
  };
};

const mergedPast = (above: readonly Node[]): Node['past'] => {
  const [deepest, ...others] = above.toSorted((a, b) => b.past.size - a.past.size);
  let merged = deepest?.past ?? Table.empty();
  const raise = (device: Operation['device'], seq: number): void => {
    if ((merged.get(device) ?? -1) < seq) merged = merged.set(device, seq);
  };
  for (const other of others) for (const [device, seq] of other.past.entries()) raise(device, seq);
  for (const { operation } of above) raise(operation.device, operation.deviceSeq);
  return merged;
};
