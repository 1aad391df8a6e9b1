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
  member: MemberId;
};

export const clockSkew = (status: PeerStatus | undefined, community: CommunityId): ClockSkew | undefined => {
  const told = (status?.links ?? []).flatMap((link) => measured(link, community));
  const off = told.filter(isOff);
  const agree = membersOf(told.filter((each) => !isOff(each)));
  // who has several devices has one vote, and none against this device if one of theirs agrees with it
  const against = off.filter(({ member }) => !agree.has(member));
  const votesLike = ({ aheadMs }: Told): number =>
    membersOf(against.filter((other) => Math.abs(other.aheadMs - aheadMs) <= TOLERATED_MS)).size;
  const [most] = off
    .map((each) => ({ each, votes: votesLike(each) }))
    // with as many votes: the same one however the links are ordered
    .toSorted((a, b) => b.votes - a.votes || byMember(a.each, b.each) || a.each.aheadMs - b.each.aheadMs);
  if (most === undefined) return undefined;
  const voters = membersOf(told).size;
  if (voters === 1 && agree.size === 0) return { ...most.each, whose: 'either' };
  return { ...most.each, whose: most.votes * 2 > voters ? 'mine' : 'theirs' };
};

type Told = Pick<ClockSkew, 'aheadMs' | 'member'>;

const isOff = ({ aheadMs }: Told): boolean => Math.abs(aheadMs) > TOLERATED_MS;

const membersOf = (told: readonly Told[]): Set<MemberId> => new Set(told.map(({ member }) => member));

const byMember = (a: Told, b: Told): number => Number(a.member > b.member) - Number(a.member < b.member);

const measured = ({ community, state, clockAheadMs, member }: LinkView, wanted: CommunityId): Told[] =>
  community === wanted && state === 'open' && clockAheadMs !== undefined && member !== undefined
    ? [{ aheadMs: clockAheadMs, member }]
    : [];
