/**
 * From the resolution of a set to that of a larger one. The new operations all know the whole of the old set, so that
 * nothing in it is concurrent with any of them, and what was settled stays.
 */
import { caseOf, type Clash, rightsIn } from './clash.ts';
import type { CommunityState } from './community-state.ts';
import { changeDevice } from './effects.ts';
import { forksAmong } from './forks-among.ts';
import type { FoldTrace, Step } from './fold-trace.ts';
import type { Node } from './graph.ts';
import { ruleFor } from './judge.ts';
import { markFork } from './kinds/fork-proof.ts';
import type { Resolution } from './resolution.ts';
import { countsAgainstQuota } from './rules/a-device-has-a-quota.ts';
import { settle } from './settle.ts';
import type { VoidReason } from './void-reason.ts';

/** By one operation that knows all of `base`. */
export const extendByOne = (clash: Clash, base: Resolution, node: Node): Resolution => {
  const { reason } = node.judgement;
  const state = reason === undefined ? effectOf(clash, base.state, node) : base.state;
  const { id } = node.operation;
  const voids = reason === undefined ? base.voids : base.voids.set(id, reason);
  return { state: counted(state, node), voids, overruled: base.overruled };
};

/** @param nodes in order; each of them, and nothing else, is new */
export const extendByMany = (clash: Clash, base: Resolution, nodes: readonly Node[]): Resolution => {
  const excluded = new Set<Node>();
  for (;;) {
    const fold = foldAll(clash, base, nodes, excluded);
    const groundless = nodes.find((node) => fold.groundless.has(node) && !excluded.has(node));
    if (groundless === undefined) return fold.resolution;
    excluded.add(groundless);
  }
};

type Fold = { resolution: Resolution; groundless: ReadonlySet<Node> };

/** One pass. Groundless: revocations that were accepted and rest on something void. They must not strike anything. */
const foldAll = (clash: Clash, base: Resolution, nodes: readonly Node[], excluded: ReadonlySet<Node>): Fold => {
  const struck = settle(clash, nodes, excluded);
  const settledOf = (node: Node): VoidReason | undefined =>
    node.judgement.reason ?? struck.get(node) ?? (excluded.has(node) ? 'rests-on-void' : undefined);
  const steps = stepsInCommon(clash.trace, base, nodes, settledOf);
  const overruled = new Set(steps.filter(isOverruled).map(({ node }) => node));
  const pasts = createPasts(clash, base, nodes, overruled);
  let state = steps.at(-1)?.state ?? base.state;
  for (const node of nodes.slice(steps.length)) {
    const settled = settledOf(node);
    const reason = settled ?? groundsOf(clash, { node, base, overruled, pasts, state });
    state = counted(reason === undefined ? effectOf(clash, state, node) : state, node);
    const step = { node, settled, reason, state };
    if (isOverruled(step)) overruled.add(node);
    steps.push(step);
  }
  clash.trace = { base, steps };
  return { resolution: resolutionOf(clash, base, steps, overruled.size), groundless: groundlessOf(steps) };
};

const isOverruled = ({ node, reason }: Step): boolean => reason !== undefined && node.judgement.reason === undefined;

const groundlessOf = (steps: readonly Step[]): ReadonlySet<Node> =>
  new Set(
    steps.filter(({ node, reason }) => reason === 'rests-on-void' && node.judgement.revokes).map(({ node }) => node),
  );

const resolutionOf = (clash: Clash, base: Resolution, steps: readonly Step[], overruled: number): Resolution => {
  const standing = steps.filter(({ node }) => node.judgement.reason === undefined).map(({ node }) => node);
  let state = steps.at(-1)?.state ?? base.state;
  for (const { of } of forksAmong(clash.graph, standing)) state = markFork(state, of.device, of.seq);
  let { voids } = base;
  for (const { node, reason } of steps) if (reason !== undefined) voids = voids.set(node.operation.id, reason);
  return { state, voids, overruled: base.overruled + overruled };
};

/** The steps at the beginning that are the same: what comes first does not depend on what comes later. */
const stepsInCommon = (
  trace: FoldTrace | undefined,
  base: Resolution,
  nodes: readonly Node[],
  settledOf: (node: Node) => VoidReason | undefined,
): Step[] => {
  if (trace === undefined || trace.base !== base) return [];
  const differs = trace.steps.findIndex(({ node, settled }, at) => nodes[at] !== node || settledOf(node) !== settled);
  return differs < 0 ? trace.steps.slice() : trace.steps.slice(0, differs);
};

type Ground = {
  node: Node;
  base: Resolution;
  /** Void, although their authors knew nothing against them. */
  overruled: ReadonlySet<Node>;
  pasts: Pasts;
  state: CommunityState;
};

/** RULE: what rests on a void operation is void. And of others, what no longer fits after them. */
const groundsOf = (clash: Clash, ground: Ground): VoidReason | undefined => {
  const { node, state } = ground;
  if (node.judgement.member === undefined) return undefined;
  const found = ruleFor(caseOf(clash, node), node.judgement.member);
  if (found === undefined) return undefined;
  if (clash.plant !== 'void-supports' && isShaken(clash, ground)) {
    const past = ground.pasts.before(node);
    const fails = rightsIn(clash, node, past) ?? found.rule.fits(past, found.act, clash.bench(node));
    if (fails !== undefined) return 'rests-on-void';
  }
  return node.judgement.revokes ? undefined : found.rule.fits(state, found.act, clash.bench(node));
};

/** True if other operations of its past are void now than when it was judged. */
const isShaken = ({ graph }: Clash, { node, base, overruled }: Ground): boolean => {
  const then = node.known.overruled - base.overruled;
  if (overruled.size === 0) return then > 0;
  let now = 0;
  for (const other of overruled) {
    if (!graph.isBefore(other, node)) continue;
    if (!node.known.voids.has(other.operation.id)) return true;
    now += 1;
  }
  return now !== then;
};

type Pasts = { before: (node: Node) => CommunityState };

/** The state of an operation's past without what is void now. Along a chain each step follows from the one before. */
const createPasts = (clash: Clash, base: Resolution, nodes: readonly Node[], overruled: ReadonlySet<Node>): Pasts => {
  const known = new Map<Node, CommunityState>();
  const members = new Set(nodes);
  const step = (state: CommunityState, node: Node): CommunityState =>
    counted(node.judgement.reason !== undefined || overruled.has(node) ? state : effectOf(clash, state, node), node);
  /** Where a chain begins, that is everything in the past of this one. */
  const whole = (node: Node): CommunityState =>
    nodes.filter((earlier) => clash.graph.isBefore(earlier, node)).reduce(step, base.state);
  const before = (node: Node): CommunityState => {
    const chain: Node[] = [];
    let at = node;
    for (
      let up = at.above[0];
      !known.has(at) && at.above.length === 1 && up !== undefined && members.has(up);
      up = at.above[0]
    ) {
      chain.push(up);
      at = up;
    }
    let state = known.get(at) ?? whole(at);
    known.set(at, state);
    for (let i = chain.length - 1; i >= 0; i -= 1) {
      const parent = chain[i];
      if (parent !== undefined) state = step(state, parent);
      known.set(chain[i - 1] ?? node, state);
    }
    return state;
  };
  return { before };
};

const effectOf = (clash: Clash, state: CommunityState, node: Node): CommunityState => {
  const found = node.judgement.member && ruleFor(caseOf(clash, node), node.judgement.member);
  return found ? found.rule.apply(state, found.act, clash.bench(node)) : state;
};

/** Every operation of a device counts, void or not; one with a number that was taken proves a fork. */
const counted = (state: CommunityState, { operation, judgement }: Node): CommunityState => {
  const device = state.devices.get(operation.device);
  if (device === undefined) return state;
  const next = changeDevice(state, operation.device, {
    lastSeq: Math.max(device.lastSeq, operation.deviceSeq),
    spent: device.spent + (countsAgainstQuota(operation) ? 1 : 0),
  });
  return judgement.reason === 'number-taken' ? markFork(next, operation.device, operation.deviceSeq) : next;
};
