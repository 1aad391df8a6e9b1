/** Connecting by two codes that people pass each other. Part of `PeerApi`. */
import type { CommunityId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import type { LinkCodeError } from '../keys/link-code.ts';

/** `no-address`: this machine has no network address, or the browser tells none. `no-relay`: it hides it, and has no relay. */
export type OfferCodeError = 'no-such-community' | 'removed' | 'bad-invite' | 'no-address' | 'no-relay';

export type AnswerCodeError =
  | LinkCodeError
  /** It is an answer itself. */
  | 'answer-instead'
  /** Of another community, or made with a newer key than this device has. */
  | 'not-for-this-device'
  | 'bad-name'
  | 'already-member'
  | 'no-address'
  | 'no-relay';

export type AcceptCodeError =
  | LinkCodeError
  /** It is an offer. */
  | 'offer-instead'
  /** To an offer of somebody else's, or to one that has ended. */
  | 'other-offer'
  /** They fit, but no connection came of them. */
  | 'no-connection';

export type CodeApi = {
  /**
   * First step: makes a code for another member, or with an invite link of this community for a newcomer. It waits 15
   * minutes for its answer, also while others are made.
   */
  offerCode: (input: { community: CommunityId; invite?: string }) => Promise<Result<string, OfferCodeError>>;
  /**
   * Second step, on the other device: takes an offer and makes the answer, which then waits as long. An offer that
   * invites makes this device ask to join, as `join` does; what comes of it is told by events.
   * @param memberName needed when the offer invites
   */
  answerCode: (input: {
    code: string;
    memberName?: string;
  }) => Promise<Result<{ community: CommunityId; answer: string }, AnswerCodeError>>;
  /** Third step, on the first device: takes the answer. Resolves when the connection is up, or did not come up for 30 s. */
  acceptCode: (input: { code: string }) => Promise<Result<CommunityId, AcceptCodeError>>;
};
