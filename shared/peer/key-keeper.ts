/**
 * Sees to it that there is a key that nobody has who is gone, and from which all others follow: when two bans did not know
 * of each other, when what was overruled had brought a key or let somebody in, or when somebody left, the highest-ranked
 * moderator who is online makes a new one; others only if that does not happen. And whoever has a key that a member lacks,
 * who was let in by somebody that did not know of it, gives it to them.
 */
import type { MemberId, OpId } from '../base/ids.ts';
import { type CommunityState, isSafeEpoch } from '../governance/community-state.ts';
import { permissionsOf, rankOf } from '../model/permissions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Community } from './community.ts';
import { isKnownToStruckDevices } from './epoch-recipients.ts';
import { isLackedBySomebody } from './who-lacks-a-key.ts';

export type KeyKeeper = {
  /** Governance or who is online changed. */
  look: () => void;
  dispose: () => void;
};

type Acts = { online: () => readonly MemberId[]; rotate: () => void; share: () => void };
type Need = 'rotate' | 'share' | undefined;

/** For the operations of others to arrive first. */
const FIRST_WAIT_MS = 300;
/** For each who is online, could do it too and ranks higher. */
const WAIT_A_RANK_MS = 3_000;
const JITTER_MS = 250;

export const createKeyKeeper = (
  ports: { clock: Clock; random: Random },
  community: Community,
  acts: Acts,
): KeyKeeper => {
  let cancel: (() => void) | undefined;

  const look = (): void => {
    const state = community.state();
    const need = needOf(community);
    if (need === undefined || state === undefined || cancel !== undefined) return;
    const others = acts.online().filter((member) => need === 'share' || isModerator(state, member));
    const place = placeOf(state, community.identity.member, others);
    cancel = ports.clock.after(waitOf(ports.random, place), () => {
      cancel = undefined;
      if (needOf(community) === need) acts[need]();
      else look();
    });
  };

  return { look, dispose: () => cancel?.() };
};

const needOf = (community: Community): Need => {
  const state = community.state();
  if (state === undefined || !community.isJoined() || community.plant === 'nobody-makes-keys') return undefined;
  // what it grants has no effect until it has a new key, so it would go on for ever
  if (state.forks.get(community.identity.device)?.operations !== undefined) return undefined;
  if (!isKeyed(community, state) && isModerator(state, community.identity.member)) return 'rotate';
  if (community.plant === 'keys-not-shared') return undefined;
  return isLackedBySomebody(community, state) ? 'share' : undefined;
};

/** There is a key that only members have, and from which all others can be unwrapped. */
const isKeyed = ({ keys, log }: Community, state: CommunityState): boolean => {
  const newest = keys.newest();
  if (newest !== undefined && isKnownToStruckDevices(log, state, newest.id)) return false;
  return keys.held().some(({ id }) => isSafe(state, id)) && keys.stranded().length === 0;
};

const isModerator = (state: CommunityState, member: MemberId): boolean => permissionsOf(state, member).has('moderate');

const isSafe = (state: CommunityState, id: OpId): boolean => {
  const epoch = state.epochs.get(id);
  return epoch !== undefined && isSafeEpoch(state, epoch);
};

/** How many of those who are online and can do it come before this one: by rank, then by id. */
export const placeOf = (state: CommunityState, me: MemberId, online: readonly MemberId[]): number =>
  [...new Set(online)].filter((other) => {
    const difference = rankOf(state, other) - rankOf(state, me);
    return other !== me && (difference > 0 || (difference === 0 && other < me));
  }).length;

export const waitOf = (random: Random, place: number): number =>
  FIRST_WAIT_MS + place * WAIT_A_RANK_MS + ((random.bytes(1)[0] ?? 0) * JITTER_MS) / 256;
