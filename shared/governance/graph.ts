/**
 * The operations as a graph. Who knew of what is answered in constant time: each node keeps, per device, the number of
 * the newest operation in its past (a device's operations are a chain); only chains that fork have to be walked.
 */
import { compareBytes } from '../base/bytes.ts';
import type { DeviceId, OpId } from '../base/ids.ts';
import type { Judgement } from './judge.ts';
import type { Operation } from './operation.ts';
import type { Resolution } from './resolution.ts';
import type { Table } from './table.ts';

export type Node = {
  operation: Operation;
  /** Its id. */
  bytes: Uint8Array;
  depth: number;
  /** What it names directly, without what is in the past of something else that it names. */
  above: readonly Node[];
  /** The newest number of each device in its past. */
  past: Table<DeviceId, number>;
  /** What its author knew, resolved. */
  known: Resolution;
  judgement: Judgement;
  /** Its past and itself, resolved. */
  after: Resolution;
};

export type Graph = {
  get: (id: OpId) => Node | undefined;
  add: (node: Node) => void;
  /** True if `a` is in the past of `b`. */
  isBefore: (a: Node, b: Node) => boolean;
  /** True if the operation is `node` or in its past. */
  isWithin: (a: Node, b: Node) => boolean;
  /** True if some device signed two operations under one number. */
  hasForks: () => boolean;
  /** One that grows by itself from here on. */
  branch: () => Graph;
};

type Grown = { nodes: Map<OpId, Node>; numbers: Map<string, OpId>; forked: Set<DeviceId> };

export const createGraph = (): Graph => graphOf({ nodes: new Map(), numbers: new Map(), forked: new Set() });

const graphOf = ({ nodes, numbers, forked }: Grown): Graph => {
  const isBefore = (a: Node, b: Node): boolean => {
    const { device, deviceSeq } = a.operation;
    if (a === b || (b.past.get(device) ?? -1) < deviceSeq) return false;
    return !forked.has(device) || isReached(a, b);
  };
  return {
    get: (id) => nodes.get(id),
    add: (node) => {
      const { id, device, deviceSeq } = node.operation;
      nodes.set(id, node);
      const number = `${deviceSeq} ${device}`;
      if ((numbers.get(number) ?? id) !== id) forked.add(device);
      numbers.set(number, id);
    },
    isBefore,
    isWithin: (a, b) => a === b || isBefore(a, b),
    hasForks: () => forked.size > 0,
    branch: () => graphOf({ nodes: new Map(nodes), numbers: new Map(numbers), forked: new Set(forked) }),
  };
};

/** Walks down from `b`, never below `a`. */
const isReached = (a: Node, b: Node): boolean => {
  const seen = new Set<Node>();
  const due = [...b.above];
  for (let node = due.pop(); node !== undefined; node = due.pop()) {
    if (node === a) return true;
    if (seen.has(node) || node.depth <= a.depth) continue;
    seen.add(node);
    due.push(...node.above);
  }
  return false;
};

/** The one order: by depth, then by id. A parent is always less deep than what names it. */
export const inOrder = (a: Node, b: Node): number => a.depth - b.depth || compareBytes(a.bytes, b.bytes);

/** Without those that are in the past of another. */
export const highest = (graph: Graph, nodes: readonly Node[]): Node[] => {
  const once = [...new Set(nodes)];
  return once.length < 2 ? once : once.filter((node) => !once.some((other) => graph.isBefore(node, other)));
};

/**
 * The newest operation that everything else below these heads knows or is known by, and what came after it. No two
 * operations from both sides of it are concurrent: what was settled up to it stays settled.
 */
export const sinceNarrow = (heads: readonly Node[]): { narrow: Node; since: Node[] } | undefined => {
  const frontier = new DeepestFirst();
  for (const head of heads) frontier.add(head);
  const since: Node[] = [];
  for (let node = frontier.take(); node !== undefined; node = frontier.take()) {
    if (frontier.size === 0) return { narrow: node, since: since.sort(inOrder) };
    since.push(node);
    for (const parent of node.above) frontier.add(parent);
  }
  return undefined;
};

/** A set that gives up the deepest of its nodes first: one list for each depth. */
class DeepestFirst {
  size = 0;
  readonly #held = new Set<Node>();
  readonly #levels = new Map<number, Node[]>();
  #deepest = -1;

  add(node: Node): void {
    if (this.#held.has(node)) return;
    this.#held.add(node);
    this.size += 1;
    const level = this.#levels.get(node.depth);
    if (level === undefined) this.#levels.set(node.depth, [node]);
    else level.push(node);
    this.#deepest = Math.max(this.#deepest, node.depth);
  }

  take(): Node | undefined {
    for (; this.#deepest >= 0; this.#deepest -= 1) {
      const node = this.#levels.get(this.#deepest)?.pop();
      if (node === undefined) continue;
      this.size -= 1;
      return node;
    }
    return undefined;
  }
}
