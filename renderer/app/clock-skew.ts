/** Whose clock is wrong, as far as that can be told from what connected members say. */
import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { LinkView, PeerStatus } from '../../shared/model/status.ts';

export const TOLERATED_MS = 2 * 60_000;

export type ClockSkew = {
  /** `mine`: most others agree with each other. `theirs`: most agree with this device. `either`: there are only two. */
  whose: 'mine' | 'theirs' | 'either';
  /** Milliseconds that the other clock is ahead of this device's; below 0 it is behind. */
  aheadMs: number;
  /** Whose clock it was measured by. */
  member: MemberId | undefined;
};

export const clockSkew = (status: PeerStatus | undefined, community: CommunityId): ClockSkew | undefined => {
  const told = (status?.links ?? []).flatMap((link) => measured(link, community));
  const off = told.filter(({ aheadMs }) => Math.abs(aheadMs) > TOLERATED_MS);
  const [first] = off;
  if (first === undefined) return undefined;
  if (told.length === 1) return { ...first, whose: 'either' };
  const likeFirst = off.filter(({ aheadMs }) => Math.abs(aheadMs - first.aheadMs) <= TOLERATED_MS);
  return { ...first, whose: likeFirst.length * 2 > told.length ? 'mine' : 'theirs' };
};

type Told = Pick<ClockSkew, 'aheadMs' | 'member'>;

const measured = ({ community, state, clockAheadMs, member }: LinkView, wanted: CommunityId): Told[] =>
  community === wanted && state === 'open' && clockAheadMs !== undefined ? [{ aheadMs: clockAheadMs, member }] : [];
