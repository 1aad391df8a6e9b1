/** Which beats count: new, within a day of the own clock, signed by a member's device, and not too many. */
import type { DeviceId } from '../base/ids.ts';
import { createTokenBucket, type TokenBucket } from '../base/token-bucket.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type Beat, type BeatBody, isOfTyping, isSigned, readBeatBody } from '../sync/beat.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';

export type BeatGate = {
  /** @returns what it says, if it counts */
  pass: (session: LinkSession, beat: Beat) => BeatBody | undefined;
  /** From time to time: what is too old to be played again need not be remembered. */
  forget: () => void;
};

/** Of one link, new ones; one that is beyond is passed over. A newcomer is told of everybody at once. */
const OF_A_LINK = { perSecond: 16, burst: 1_100 };
/** Of one device, whoever brings them. */
export const BEATS_OF_A_DEVICE = { perSecond: 0.5, burst: 6 };
/** Clocks may be wrong, but not by more. */
const OLDEST_MS = 24 * 60 * 60_000;

type Sort = 'presence' | 'typing';
type Known = { bucket: TokenBucket; presence: number; typing: number; at: number };

export const createBeatGate = (
  { crypto, clock }: { crypto: Crypto; clock: Clock },
  community: Pick<Community, 'id' | 'standing'> & { identity: Pick<Community['identity'], 'device'> },
): BeatGate => {
  const known = new Map<DeviceId, Known>();
  const links = new WeakMap<LinkSession, TokenBucket>();

  const bucketOf = (session: LinkSession): TokenBucket => {
    const held = links.get(session) ?? createTokenBucket(OF_A_LINK, clock.now());
    links.set(session, held);
    return held;
  };

  /** Looked up before anything else: what was heard already, or is too much of one device, is no work and takes no token. */
  const isWanted = ({ device, number }: Beat, sort: Sort): boolean => {
    const heard = known.get(device);
    const now = clock.now();
    if (number <= (heard?.[sort] ?? 0) || Math.abs(number - now) >= OLDEST_MS) return false;
    return heard === undefined || heard.bucket.level(now) >= 1;
  };

  const mayBeOf = (device: DeviceId): boolean =>
    device !== community.identity.device && community.standing(device) === 'active';

  /** Only after the signature was checked: nobody uses up what is another's. */
  const count = ({ device, number }: Beat, sort: Sort): boolean => {
    const now = clock.now();
    const fresh = { bucket: createTokenBucket(BEATS_OF_A_DEVICE, now), presence: 0, typing: 0 };
    const { bucket, ...numbers } = known.get(device) ?? fresh;
    if (!bucket.take(now, 1)) return false;
    known.set(device, { ...numbers, bucket, [sort]: number, at: now });
    return true;
  };

  return {
    pass: (session, beat) => {
      const sort = isOfTyping(beat) ? 'typing' : 'presence';
      if (!isWanted(beat, sort) || !mayBeOf(beat.device)) return undefined;
      if (!bucketOf(session).take(clock.now(), 1)) return undefined;
      const body = readBeatBody(beat.body);
      if (body === undefined || !isSigned({ crypto, community: community.id }, beat)) return undefined;
      return count(beat, sort) ? body : undefined;
    },
    forget: () => {
      const now = clock.now();
      // a number may be ahead of the own clock: until that, too, is a day ago it could be played again
      for (const [device, { presence, typing, at }] of known)
        if (now - Math.max(presence, typing, at) > OLDEST_MS) known.delete(device);
    },
  };
};
