/** Pictures for those who asked: once on each link, at a pace; what is not here yet is sent when it comes. */
import { createTokenBucket, type TokenBucket } from '../base/token-bucket.ts';
import type { PictureHash } from '../governance/member-picture.ts';
import { MAX_PICTURE_BYTES } from '../model/member-picture.ts';
import type { LinkSession } from '../sync/link-session.ts';

/** On one link. */
const PACE = { perSecond: 16 * MAX_PICTURE_BYTES, burst: 64 * MAX_PICTURE_BYTES };
/** As many as a community has members. */
const MAX_WAITING = 1_000;

type Wishes = { waiting: Set<PictureHash>; served: Set<PictureHash>; bucket: TokenBucket };

export type PictureServer = {
  ask: (session: LinkSession, hashes: readonly PictureHash[], now: number) => void;
  /** @returns what may be sent on this link now, which is then served, and whether more is to be sent later */
  take: (
    session: LinkSession,
    isHere: (hash: PictureHash) => boolean,
    now: number,
  ) => { send: PictureHash[]; isMore: boolean };
};

export const createPictureServer = (): PictureServer => {
  const wishes = new WeakMap<LinkSession, Wishes>();
  return {
    ask: (session, hashes, now) => {
      const of = wishes.get(session) ?? {
        waiting: new Set(),
        served: new Set(),
        bucket: createTokenBucket(PACE, now),
      };
      wishes.set(session, of);
      for (const hash of hashes) if (of.waiting.size < MAX_WAITING && !of.served.has(hash)) of.waiting.add(hash);
    },
    take: (session, isHere, now) => {
      const of = wishes.get(session);
      const send: PictureHash[] = [];
      for (const hash of of?.waiting ?? []) {
        if (of === undefined || !isHere(hash)) continue;
        if (!of.bucket.take(now, MAX_PICTURE_BYTES)) return { send, isMore: true };
        of.waiting.delete(hash);
        of.served.add(hash);
        send.push(hash);
      }
      return { send, isMore: false };
    },
  };
};
