/**
 * From the resolution of a set to that of a larger one. The new operations all know the whole of the old set, so that
 * nothing in it is concurrent with any of them, and what was settled stays.
 */
import type { OpId } from '../base/ids.ts';
import { caseOf, type Clash, rightsIn } from './clash.ts';
import type { CommunityState } from './community-state.ts';
import { changeDevice } from './effects.ts';
import { forksAmong } from './forks-among.ts';
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
  return { state: counted(state, node), voids: reason === undefined ? base.voids : base.voids.set(id, reason) };
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
  const voided = new Map<Node, VoidReason>();
  const groundless = new Set<Node>();
  const pasts = createPasts(clash, base, nodes, voided);
  let { state } = base;
  for (const node of nodes) {
    const settled = node.judgement.reason ?? struck.get(node) ?? (excluded.has(node) ? 'rests-on-void' : undefined);
    const reason = settled ?? groundsOf(clash, { node, base, voided, pasts, state });
    if (reason === undefined) state = effectOf(clash, state, node);
    else voided.set(node, reason);
    if (reason === 'rests-on-void' && node.judgement.revokes) groundless.add(node);
    state = counted(state, node);
  }
  for (const { of } of forksAmong(nodes.filter((node) => node.judgement.reason === undefined)))
    state = markFork(state, of.device, of.seq);
  let { voids } = base;
  for (const [node, reason] of voided) voids = voids.set(node.operation.id, reason);
  return { resolution: { state, voids }, groundless };
};

type Ground = {
  node: Node;
  base: Resolution;
  voided: ReadonlyMap<Node, VoidReason>;
  pasts: Pasts;
  state: CommunityState;
};

/** RULE: what rests on a void operation is void. And of others, what no longer fits after them. */
const groundsOf = (clash: Clash, ground: Ground): VoidReason | undefined => {
  const { node, state } = ground;
  if (node.judgement.member === undefined) return undefined;
  const found = ruleFor(caseOf(clash, node), node.judgement.member);
  if (found === undefined) return undefined;
  const { plant } = clash.bench(node);
  if (plant !== 'void-supports' && isShaken(clash, ground)) {
    const past = ground.pasts.before(node);
    const fails = rightsIn(clash, node, past) ?? found.rule.fits(past, found.act, clash.bench(node));
    if (fails !== undefined) return 'rests-on-void';
  }
  return node.judgement.revokes ? undefined : found.rule.fits(state, found.act, clash.bench(node));
};

/** True if other operations of its past are void now than when it was judged. */
const isShaken = ({ graph }: Clash, { node, base, voided }: Ground): boolean => {
  const then = node.known.voids.size - base.voids.size;
  let now = 0;
  for (const other of voided.keys()) {
    if (!graph.isBefore(other, node)) continue;
    if (!node.known.voids.has(other.operation.id)) return true;
    now += 1;
  }
  return now !== then;
};

type Pasts = { before: (node: Node) => CommunityState };

/** The state of an operation's past without what is void now. Along a chain each step follows from the one before. */
const createPasts = (
  clash: Clash,
  base: Resolution,
  nodes: readonly Node[],
  voided: ReadonlyMap<Node, VoidReason>,
): Pasts => {
  const known = new Map<OpId, CommunityState>();
  const members = new Set(nodes);
  const step = (state: CommunityState, node: Node): CommunityState =>
    counted(voided.has(node) ? state : effectOf(clash, state, node), node);
  const before = (node: Node): CommunityState => {
    const [parent, ...others] = node.above;
    if (parent === undefined || (others.length === 0 && !members.has(parent))) return base.state;
    if (others.length === 0 && known.has(parent.operation.id))
      return step(known.get(parent.operation.id) ?? base.state, parent);
    return nodes.filter((earlier) => clash.graph.isBefore(earlier, node)).reduce(step, base.state);
  };
  return {
    before: (node) => {
      const state = known.get(node.operation.id) ?? before(node);
      known.set(node.operation.id, state);
      return state;
    },
  };
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
