/** What this device says of its person: to each link once both are members, when it changes, and now and then again. */
import type { ChannelId } from '../base/ids.ts';
import { createTokenBucket } from '../base/token-bucket.ts';
import type { OwnPresence } from '../model/presence.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type Beat, type BeatBody, MAX_HOLDS, signBeat, writeBeatBody } from '../sync/beat.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { BEATS_OF_A_DEVICE } from './beat-gate.ts';
import type { Community } from './community.ts';
import type { Soon } from './soon.ts';

export type OwnBeats = {
  /** To everybody. */
  say: () => void;
  /** To somebody who is linked now. */
  sayTo: (session: LinkSession) => void;
  /** If it is time. */
  sayAgain: () => void;
  /** A link was lost: who was on it may know of this device by others only. */
  lost: () => void;
  type: (channel: ChannelId, readers: readonly LinkSession[]) => void;
};

/** In a large community one's own beat is said more rarely, and holds longer: all of them come to some four a second. */
const BEAT_MS = 20_000;
const BEAT_MS_A_DEVICE = 250;
/** As many may be missed, nearly. */
const HOLDS_BEATS = 2.5;
/** After a link was lost: for those who then know of one only by others. What is younger need not be said anew either. */
const SAY_ANEW_MS = 2_000;
/** However many links are lost: so often at most while a beat would be said once for its own sake. */
const ANEW_A_BEAT = 4;
const TYPING = { perSecond: 1 / 3, burst: 1 };

type OwnPorts = {
  crypto: Crypto;
  clock: Clock;
  ownPresence: () => OwnPresence | undefined;
  members: () => LinkSession[];
  others: () => number;
  send: (session: LinkSession, beats: readonly Beat[]) => void;
  soon: Soon;
};

type Speaker = Pick<Community, 'id' | 'isJoined'> & { identity: Pick<Community['identity'], 'device' | 'signing'> };

export const createOwnBeats = (ports: OwnPorts, community: Speaker): OwnBeats => {
  const { clock, ownPresence, members, send } = ports;
  const sign = createSigner(ports, community);
  const typed = createTokenBucket(TYPING, clock.now());
  const said = createTokenBucket(BEATS_OF_A_DEVICE, clock.now());
  let last: { beat: Beat; isGone: boolean; at: number; everyMs: number } | undefined;
  let lostAt = 0;
  let saidAnewAt = Number.NEGATIVE_INFINITY;

  const everyMs = (): number => Math.max(BEAT_MS, ports.others() * BEAT_MS_A_DEVICE);

  /** @returns false if too much was said already: it is said a little later */
  const sayOf = (own: OwnPresence, to: readonly LinkSession[]): boolean => {
    if (!said.take(clock.now(), 1)) {
      ports.soon('say', SAY_ANEW_MS, say);
      return false;
    }
    const beat = sign(bodyOf(own, everyMs()));
    last = { beat, isGone: own.state === 'invisible', at: clock.now(), everyMs: everyMs() };
    for (const session of to) send(session, [beat]);
    return true;
  };

  const say = (): void => {
    const own = ownPresence();
    if (own !== undefined && community.isJoined()) sayOf(own, members());
  };

  const sayAnew = (): void => {
    // who is invisible looks the same to all of them, and what was said since went round already
    if (ownPresence()?.state === 'invisible' || (last !== undefined && last.at >= lostAt)) return;
    saidAnewAt = clock.now();
    say();
  };

  return {
    say,
    sayTo: (session) => {
      const own = ownPresence();
      // with another key it is somebody else's
      if (own === undefined || last?.beat.device !== community.identity.device) return say();
      // “gone” is not said again by itself: whoever heard it long ago would not hear that number
      const isInvisible = own.state === 'invisible';
      if (isInvisible && !(last.isGone && clock.now() - last.at < SAY_ANEW_MS) && sayOf(own, [session])) return;
      if (!isInvisible || last.isGone) send(session, [last.beat]);
    },
    sayAgain: () => {
      // it holds as was right when it was said: many may have been heard of since
      const isTime = last !== undefined && clock.now() - last.at >= Math.min(everyMs(), last.everyMs);
      if (isTime && ownPresence()?.state !== 'invisible') say();
    },
    lost: () => {
      lostAt = clock.now();
      // a clock that was set back makes nobody wait for longer
      const since = Math.max(0, lostAt - saidAnewAt);
      ports.soon('say anew', Math.max(SAY_ANEW_MS, everyMs() / ANEW_A_BEAT - since), sayAnew);
    },
    type: (channel, readers) => {
      if (ownPresence()?.state === 'invisible' || !typed.take(clock.now(), 1)) return;
      const beat = sign({ kind: 'typing', channel });
      for (const session of readers) send(session, [beat]);
    },
  };
};

const bodyOf = ({ state, status }: OwnPresence, everyMs: number): BeatBody => {
  if (state === 'invisible') return { kind: 'gone' };
  return { kind: state, holds: Math.min(MAX_HOLDS, Math.ceil((everyMs * HOLDS_BEATS) / 1_000)), status };
};

const createSigner = ({ crypto, clock }: OwnPorts, community: Speaker): ((body: BeatBody) => Beat) => {
  let lastNumber = 0;
  return (body) => {
    lastNumber = Math.max(lastNumber + 1, clock.now());
    const { device, signing } = community.identity;
    const beat = { device, number: lastNumber, body: writeBeatBody(body) };
    return signBeat({ crypto, community: community.id }, beat, signing.privateKey);
  };
};
