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
  type: (channel: ChannelId, readers: readonly LinkSession[]) => void;
};

/** In a large community one's own beat is said more rarely, and holds longer: all of them come to some four a second. */
const BEAT_MS = 20_000;
const BEAT_MS_A_DEVICE = 250;
/** As many may be missed, nearly. */
const HOLDS_BEATS = 2.5;
/** After a link was lost: for those who then know of one only by others. */
export const SAY_ANEW_MS = 2_000;
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

export const createOwnBeats = (ports: OwnPorts, community: Community): OwnBeats => {
  const { clock, crypto, ownPresence, members, send } = ports;
  const typed = createTokenBucket(TYPING, clock.now());
  const said = createTokenBucket(BEATS_OF_A_DEVICE, clock.now());
  let last: { beat: Beat; at: number } | undefined;
  let lastNumber = 0;

  const sign = (body: BeatBody): Beat => {
    lastNumber = Math.max(lastNumber + 1, clock.now());
    const { device, signing } = community.identity;
    const beat = { device, number: lastNumber, body: writeBeatBody(body) };
    return signBeat({ crypto, community: community.id }, beat, signing.privateKey);
  };

  const everyMs = (): number => Math.max(BEAT_MS, ports.others() * BEAT_MS_A_DEVICE);

  const bodyOf = ({ state, status }: OwnPresence): BeatBody => {
    if (state === 'invisible') return { kind: 'gone' };
    return { kind: state, holds: Math.min(MAX_HOLDS, Math.ceil((everyMs() * HOLDS_BEATS) / 1_000)), status };
  };

  const say = (): void => {
    const own = ownPresence();
    if (own === undefined || !community.isJoined()) return;
    if (!said.take(clock.now(), 1)) return ports.soon('say', SAY_ANEW_MS, say);
    const beat = sign(bodyOf(own));
    last = { beat, at: clock.now() };
    for (const session of members()) send(session, [beat]);
  };

  return {
    say,
    sayTo: (session) => {
      // with another key it is somebody else's
      if (last?.beat.device === community.identity.device) send(session, [last.beat]);
      else say();
    },
    sayAgain: () => {
      const isTime = last !== undefined && clock.now() - last.at >= everyMs();
      if (isTime && ownPresence()?.state !== 'invisible') say();
    },
    type: (channel, readers) => {
      if (ownPresence()?.state === 'invisible' || !typed.take(clock.now(), 1)) return;
      const beat = sign({ kind: 'typing', channel });
      for (const session of readers) send(session, [beat]);
    },
  };
};
