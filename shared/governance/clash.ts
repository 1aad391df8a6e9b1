/** Two operations that did not know of each other: does the one take from the other's author what the other needs? */
import type { CommunityState } from './community-state.ts';
import type { FoldTrace } from './fold-trace.ts';
import type { Graph, Node } from './graph.ts';
import { type Case, ruleFor } from './judge.ts';
import { isActiveDevice } from './community-state.ts';
import type { Bench, Verdict } from './kinds/kind-rule.ts';
import type { BodyOf } from './operation-body.ts';
import type { Operation } from './operation.ts';
import type { Plant } from './plant.ts';
import { provenFork } from './proven-fork.ts';

export type Clash = {
  graph: Graph;
  plant: Plant | undefined;
  bench: (node: Node) => Bench;
  /** The last pass over operations that did not know of each other. */
  trace?: FoldTrace;
};

/** Words by which a revocation and what it may strike find each other. More than needed is harmless. */
export const concernsOf = (node: Node, as: 'strikes' | 'is-struck'): string[] => {
  const { body, device } = node.operation;
  const { member } = node.judgement;
  if (as === 'strikes') return struckBy(node);
  const own = [`member ${member}`, `device ${device}`];
  const roles = member === undefined ? [] : (node.known.state.members.get(member)?.roles ?? []);
  const ofAuthor = [...own, ...['everyone', ...roles].map((role) => `role ${role}`)];
  switch (body.kind) {
    case 'ADMIT':
      return [...ofAuthor, `invite ${body.invite}`, `member ${body.member}`, `device ${body.device}`];
    case 'ADD_DEVICE':
      return [...ofAuthor, `member ${body.member}`, `device ${body.device}`];
    case 'UNBAN':
      return [...ofAuthor, `member ${body.member}`];
    case 'ROLE_ASSIGN':
      return [...ofAuthor, `member ${body.member}`, `role ${body.role}`];
    case 'ROLE_UPDATE':
      return [...ofAuthor, `role ${body.role}`];
    case 'TRANSFER_OWNER':
      return [...ofAuthor, `member ${body.to}`];
    default:
      return ofAuthor;
  }
};

const struckBy = (node: Node): string[] => {
  const { body, device } = node.operation;
  switch (body.kind) {
    case 'KICK':
    case 'BAN':
    case 'ROLE_UNASSIGN':
      return [`member ${body.member}`];
    case 'LEAVE':
      return [`member ${node.judgement.member ?? device}`];
    case 'REMOVE_DEVICE':
    case 'FORK_PROOF':
      return [`device ${body.device}`];
    case 'REVOKE_INVITE':
      return [`invite ${body.invite}`];
    case 'ROLE_DELETE':
    case 'ROLE_UPDATE':
      return [`role ${body.role}`];
    default:
      return [];
  }
};

/** RULE: nobody is brought back, and nothing given back, by what did not know of the removal. */
export const takesBack = (clash: Clash, by: Node, node: Node): boolean => {
  if (clash.plant === 'concurrent-re-add') return false;
  const taken = by.operation.body;
  const given = node.operation.body;
  switch (taken.kind) {
    case 'KICK':
    case 'BAN':
      return bringsBack(node, taken.member);
    case 'LEAVE':
      return by.judgement.member !== undefined && bringsBack(node, by.judgement.member);
    case 'REMOVE_DEVICE':
      return bringsDevice(given, taken.device);
    case 'REVOKE_INVITE':
      return given.kind === 'ADMIT' && given.invite === taken.invite;
    case 'ROLE_UNASSIGN':
    case 'ROLE_DELETE':
    case 'ROLE_UPDATE':
      return givesRole(given, taken);
    default:
      return false;
  }
};

const bringsDevice = (given: Operation['body'], device: string): boolean =>
  (given.kind === 'ADMIT' || given.kind === 'ADD_DEVICE') && given.device === device;

const givesRole = (
  given: Operation['body'],
  taken: BodyOf<'ROLE_UNASSIGN' | 'ROLE_DELETE' | 'ROLE_UPDATE'>,
): boolean => {
  if (given.kind === 'ROLE_UPDATE') return taken.kind !== 'ROLE_UNASSIGN' && given.role === taken.role;
  if (given.kind !== 'ROLE_ASSIGN' || given.role !== taken.role) return false;
  return taken.kind === 'ROLE_DELETE' || (taken.kind === 'ROLE_UNASSIGN' && given.member === taken.member);
};

const bringsBack = (node: Node, member: string): boolean => {
  const { body } = node.operation;
  switch (body.kind) {
    case 'ADMIT':
    case 'ADD_DEVICE':
    case 'UNBAN':
    case 'ROLE_ASSIGN':
      return body.member === member;
    case 'TRANSFER_OWNER':
      return body.to === member;
    default:
      return false;
  }
};

/** True if the author of `node` would not have had the right, had they known of `by`. */
export const loses = (clash: Clash, node: Node, by: Node): boolean => {
  const { body } = node.operation;
  const revocation = by.operation.body;
  if (isForgotten(clash, by)) return false;
  if (body.kind === 'FORK_PROOF' || body.kind === 'unknown' || body.kind === 'LEAVE') return false;
  // Keys give nobody a right. Others have sealed with this one before they knew, and what they said must stay readable.
  if (body.kind === 'CHANNEL_ROTATE' || body.kind === 'EPOCH_BOXES') return false;
  if (revocation.kind === 'LEAVE') return false;
  if (revocation.kind === 'FORK_PROOF') return isPastFork(clash, node, by);
  return rightsIn(clash, node, taken(clash, node.known.state, by)) !== undefined;
};

/** Planted bugs. */
const isForgotten = ({ plant }: Clash, by: Node): boolean => {
  const demotes = ['ROLE_UNASSIGN', 'ROLE_DELETE', 'ROLE_UPDATE'].includes(by.operation.body.kind);
  return plant === 'no-strong-remove' || (plant === 'demotion-forgotten' && demotes);
};

const isPastFork = (clash: Clash, node: Node, by: Node): boolean => {
  const proof = by.operation.body;
  if (proof.kind !== 'FORK_PROOF' || node.judgement.revokes || node.operation.device !== proof.device) return false;
  const proven = provenFork(clash.bench(by).crypto, by.known.state.id, proof);
  return proven?.kind === 'operations' && node.operation.deviceSeq >= proven.seq;
};

/** A state as it would be with this revocation as well. */
const taken = (clash: Clash, state: CommunityState, by: Node): CommunityState => {
  const found = by.judgement.member && ruleFor(caseOf(clash, by), by.judgement.member);
  return found ? found.rule.apply(state, found.act, clash.bench(by)) : state;
};

/** The author's standing and right in another state than the one they knew. */
export const rightsIn = (clash: Clash, node: Node, state: CommunityState): Verdict => {
  const { member } = node.judgement;
  if (member === undefined || !isActiveDevice(state, node.operation.device)) return 'not-a-member';
  const found = ruleFor(caseOf(clash, node), member);
  return found?.rule.authority(state, found.act, clash.bench(node));
};

export const caseOf = (clash: Clash, node: Node): Case => ({
  operation: node.operation,
  depth: node.depth,
  known: node.known.state,
  bench: clash.bench(node),
});
