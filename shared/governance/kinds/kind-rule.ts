/** What every kind of operation has to answer. One file a kind; `rule-book.ts` holds them all. */
import type { DeviceId, MemberId, OpId } from '../../base/ids.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { CommunityState } from '../community-state.ts';
import type { BodyOf, Kind } from '../operation-body.ts';
import type { Operation } from '../operation.ts';
import type { Plant } from '../plant.ts';
import type { VoidReason } from '../void-reason.ts';

export type Bench = {
  crypto: Crypto;
  plant: Plant | undefined;
  /** Whose operation this is, if it is in the causal past of the one that is judged. */
  authorInPast: (id: OpId) => DeviceId | undefined;
};

export type Act<K extends Kind> = {
  operation: Operation;
  body: BodyOf<K>;
  device: DeviceId;
  member: MemberId;
  /** What the author knew. */
  known: CommunityState;
  /** Of the operation, in the graph. */
  depth: number;
};

export type Verdict = VoidReason | undefined;

export type KindRule<K extends Kind> = {
  /** The author's rights and rank. Asked again with a concurrent revocation applied. */
  authority: (state: CommunityState, act: Act<K>, bench: Bench) => Verdict;
  /** What it refers to, and the limits. Asked again when concurrent operations of others have come before. */
  fits: (state: CommunityState, act: Act<K>, bench: Bench) => Verdict;
  /** Signatures, keys and hashes: asked once. */
  proves?: (state: CommunityState, act: Act<K>, bench: Bench) => Verdict;
  apply: (state: CommunityState, act: Act<K>, bench: Bench) => CommunityState;
  /** True if it takes something away from somebody, seen from what its author knew. Such operations go first. */
  revokes?: (state: CommunityState, act: Act<K>) => boolean;
};

/** A rule for any kind: the caller sees to it that body and rule belong together. */
export type AnyRule = KindRule<Kind>;

/** The kinds' own types end here: a rule is only ever looked up by the kind of the body it is given. */
export const defineKind = <K extends Kind>(rule: KindRule<K>): AnyRule => rule as unknown as AnyRule;
