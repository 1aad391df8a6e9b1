/**
 * Operations → state, a pure function of the set: never arrival order, never wall-clock time (docs/decisions/0015).
 * Every operation is judged once, in the resolution of its own past, which never changes; appending one that knows all
 * heads costs what its effect costs. Where operations did not know of each other, everything since the last one that
 * all others know or are known by is settled anew.
 */
import { type CommunityId, idBytes, type OpId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Clash } from './clash.ts';
import type { CommunityState } from './community-state.ts';
import { extendByMany, extendByOne } from './extend.ts';
import { createGraph, type Graph, highest, inOrder, type Node, sinceNarrow } from './graph.ts';
import { judge, type Judgement } from './judge.ts';
import { found } from './kinds/create.ts';
import type { Bench } from './kinds/kind-rule.ts';
import type { Operation } from './operation.ts';
import { linksOf } from './parents-first.ts';
import type { Plant } from './plant.ts';
import type { VoidReason } from './void-reason.ts';
import type { Resolution } from './resolution.ts';
import { Table } from './table.ts';

export type Resolver = {
  /** Parents first: whoever adds has added all that the operation names. */
  add: (operation: Operation) => void;
  /** Of everything; undefined while the CREATE that the community is named after is missing or not good. */
  current: () => Resolution | undefined;
  /** What somebody knew who knew these operations and their pasts; undefined if one of them is not here. */
  at: (heads: readonly OpId[]) => CommunityState | undefined;
  /** True if the second is in the past of the first. */
  knew: (id: OpId, other: OpId) => boolean;
  /** Operations that no other names, the deepest first. */
  heads: () => OpId[];
  /** How an operation that names all heads would be judged. */
  verdictOn: (operation: Operation) => VoidReason | undefined;
  /** What counted for its author and does not count any more. */
  overruled: () => Operation[];
  /** Everything in the one order, with its judgement. */
  inOrder: () => readonly Node[];
  /** One that goes on by itself from here: what it is given this one never sees, nor the other way round. */
  branch: () => Resolver;
};

/** What a resolver has so far. */
type Grown = {
  graph: Graph;
  nodes: Node[];
  heads: Set<Node>;
  root: Node | undefined;
  remembered: Map<string, Resolution>;
  trace: Clash['trace'];
};

/** Resolutions of several heads are kept for so many sets of heads. */
const MAX_REMEMBERED = 512;

export const createResolver = (
  crypto: Crypto,
  community: CommunityId,
  options: { plant?: Plant } = {},
  grown: Grown = newlyGrown(),
): Resolver => {
  const { plant } = options;
  const { graph, nodes, heads, remembered } = grown;
  const clash: Clash = {
    graph,
    plant,
    bench: (node) => benchOf(node.above),
    ...(grown.trace === undefined ? {} : { trace: grown.trace }),
  };
  const benchOf = (above: readonly Node[]): Bench => ({ crypto, plant, authorInPast: authorInPast(graph, above) });
  const resolveBelow = createResolveBelow(clash, nodes, remembered);
  let { root } = grown;
  /** Of all heads: asked for with every record that is shown. */
  let all: Resolution | undefined;

  const current = (): Resolution | undefined => (all ??= resolveBelow([...heads]));

  const take = (node: Node): void => {
    all = undefined;
    graph.add(node);
    nodes.push(node);
    for (const parent of node.above) heads.delete(parent);
    heads.add(node);
  };

  const addNext = (operation: Operation, first: Node): void => {
    const named = linksOf(operation).flatMap((id) => graph.get(id) ?? []);
    // What names nothing is treated as if it named CREATE: everything has one root.
    const above = named.length === 0 ? [first] : highest(graph, named);
    const before = resolveBelow(above);
    const known = plant === 'judged-now' ? resolveBelow([...heads]) : before;
    if (known === undefined || before === undefined) return;
    const depth = 1 + Math.max(...above.map((parent) => parent.depth));
    const judgement = judge({ operation, depth, known: known.state, bench: benchOf(above) });
    const bytes = idBytes(operation.id);
    const node: Node = { operation, bytes, depth, above, past: mergedPast(above), known, judgement, after: known };
    node.after = extendByOne(clash, before, node);
    take(node);
  };

  return {
    add: (operation) => {
      if (graph.get(operation.id) !== undefined) return;
      if (root !== undefined) return addNext(operation, root);
      root = rootOf(crypto, community, operation, plant);
      if (root !== undefined) take(root);
    },
    current,
    at: (ids) => {
      const named = ids.flatMap((id) => graph.get(id) ?? []);
      return named.length < ids.length ? undefined : resolveBelow(highest(graph, named))?.state;
    },
    knew: (id, other) => knewOf(graph, graph.get(id), graph.get(other)),
    verdictOn: (operation) => verdictAbove(operation, [...heads], resolveBelow([...heads]), benchOf([...heads])),
    heads: () => [...heads].sort((a, b) => b.depth - a.depth || inOrder(a, b)).map(({ operation }) => operation.id),
    overruled: () => overruledAmong(nodes, resolveBelow([...heads])),
    inOrder: () => nodes.toSorted(inOrder),
    branch: () => createResolver(crypto, community, options, copyOf({ ...grown, root, trace: clash.trace })),
  };
};

const rootOf = (
  crypto: Crypto,
  community: CommunityId,
  operation: Operation,
  plant: Plant | undefined,
): Node | undefined => {
  const state = found(crypto, community, operation, plant);
  if (state === undefined || (operation.id as string) !== (community as string)) return undefined;
  const first = { state, voids: Table.empty<OpId, never>(), overruled: 0 };
  const judgement: Judgement = { reason: undefined, member: state.owner, revokes: false };
  return {
    operation,
    bytes: idBytes(operation.id),
    depth: 0,
    above: [],
    past: Table.empty(),
    known: first,
    judgement,
    after: first,
  };
};

const copyOf = ({ graph, nodes, heads, root, remembered, trace }: Grown): Grown => ({
  graph: graph.branch(),
  nodes: [...nodes],
  heads: new Set(heads),
  root,
  remembered: new Map(remembered),
  trace,
});

const newlyGrown = (): Grown => ({
  graph: createGraph(),
  nodes: [],
  heads: new Set(),
  root: undefined,
  remembered: new Map(),
  trace: undefined,
});

const knewOf = (graph: Grown['graph'], by: Node | undefined, of: Node | undefined): boolean =>
  by !== undefined && of !== undefined && graph.isBefore(of, by);

const overruledAmong = (nodes: readonly Node[], resolution: Resolution | undefined): Operation[] => {
  if (resolution === undefined || resolution.overruled === 0) return [];
  return nodes.flatMap(({ operation, judgement }) =>
    judgement.reason === undefined && resolution.voids.has(operation.id) ? [operation] : [],
  );
};

const verdictAbove = (
  operation: Operation,
  above: readonly Node[],
  resolution: Resolution | undefined,
  bench: Bench,
): VoidReason | undefined => {
  if (resolution === undefined) return 'other-community';
  const depth = 1 + Math.max(...above.map((parent) => parent.depth));
  return judge({ operation, depth, known: resolution.state, bench }).reason;
};

/** Resolutions of sets of heads, with the last few hundred kept. */
const createResolveBelow = (clash: Clash, arrived: readonly Node[], remembered: Map<string, Resolution>) => {
  return (tops: readonly Node[]): Resolution | undefined => {
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
    const isPlanted = clash.plant === 'arrival-order';
    const since = isPlanted ? arrived.filter((node) => part.since.includes(node)) : part.since;
    const made = extendByMany(clash, part.narrow.after, since);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(name, made);
    return made;
  };
};

const authorInPast =
  (graph: Graph, above: readonly Node[]): Bench['authorInPast'] =>
  (id) => {
    const named = graph.get(id);
    if (named === undefined) return undefined;
    return above.some((parent) => graph.isWithin(named, parent)) ? named.operation.device : undefined;
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
