/** Whether an operation counts for what its author knew: its authority, what it refers to, and what it proves. */
import type { MemberId } from '../base/ids.ts';
import type { CommunityState, DeviceState } from './community-state.ts';
import type { Act, AnyRule, Bench, Verdict } from './kinds/kind-rule.ts';
import type { Kind } from './operation-body.ts';
import type { Operation } from './operation.ts';
import { RULE_BOOK } from './rule-book.ts';
import { isWithinQuota } from './rules/a-device-has-a-quota.ts';

/** Settled once for every operation: it follows from the operation's own past, which never changes. */
export type Judgement = {
  reason: Verdict;
  /** Whose operation it is; undefined where the author was nobody its past knows. */
  member: MemberId | undefined;
  revokes: boolean;
};

export type Case = { operation: Operation; depth: number; known: CommunityState; bench: Bench };

export const judge = (one: Case): Judgement => {
  const { operation, known, bench } = one;
  const device = known.devices.get(operation.device);
  const member = device?.member;
  const standing = standingOf(known, device, operation, bench);
  if (standing !== undefined || member === undefined)
    return { reason: standing ?? 'not-a-member', member, revokes: false };
  const found = ruleFor(one, member);
  if (found === undefined) return { reason: undefined, member, revokes: false };
  const revokes = found.rule.revokes?.(known, found.act) ?? false;
  if (isAfterFork(known, operation, revokes)) return { reason: 'device-forked', member, revokes };
  return { reason: verdictOf(found, one), member, revokes };
};

const verdictOf = ({ rule, act }: { rule: AnyRule; act: Act<Kind> }, { known, bench }: Case): Verdict =>
  rule.authority(known, act, bench) ?? rule.fits(known, act, bench) ?? rule.proves?.(known, act, bench);

/** RULE: a device whose fork is known grants nothing from the forked number on; what it takes away stands. */
const isAfterFork = (known: CommunityState, operation: Operation, revokes: boolean): boolean => {
  const forkedAt = known.forks.get(operation.device)?.operations;
  const isBeyond = forkedAt !== undefined && operation.deviceSeq >= forkedAt;
  return isBeyond && !revokes && operation.body.kind !== 'FORK_PROOF';
};

/** The kind's rule and what it is asked about; undefined for unknown kinds, which have no effect. */
export const ruleFor = (one: Case, member: MemberId): { rule: AnyRule; act: Act<Kind> } | undefined => {
  const { operation, known, depth } = one;
  const { body } = operation;
  if (body.kind === 'unknown') return undefined;
  return { rule: RULE_BOOK[body.kind], act: { operation, body, device: operation.device, member, known, depth } };
};

/** RULES: the author is an active device of this community; its operations are a chain; it has a quota. */
const standingOf = (
  known: CommunityState,
  device: DeviceState | undefined,
  operation: Operation,
  { plant }: Bench,
): Verdict => {
  if (operation.body.kind === 'CREATE') return 'second-create';
  if (operation.community !== known.id) return 'other-community';
  if (device === undefined || device.status !== 'active') return 'not-a-member';
  if (operation.deviceSeq <= device.lastSeq) return 'number-taken';
  return isWithinQuota(known, device, operation) || plant === 'no-quota' ? undefined : 'quota-used-up';
};
