/**
 * Who is there, told over links: each device says so of itself, and what neighbours say is told on. All of a community
 * together say about four beats a second, however many they are; what changes, and links that are lost, come on top. (SY-24)
 */
import type { ChannelId, DeviceId, LinkId, MemberId } from '../base/ids.ts';
import type { OwnPresence, PresenceView } from '../model/presence.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Beat } from '../sync/beat.ts';
import { type LinkMessage, MAX_BEATS, writeLinkMessage } from '../sync/link-message.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import { createBeatGate } from './beat-gate.ts';
import type { Community } from './community.ts';
import { createOwnBeats, type OwnBeats } from './own-beats.ts';
import { createPresenceBook, type PresenceBook } from './presence-book.ts';
import { createPresenceRelay, mayHearOf, mayType } from './presence-relay.ts';
import { createPresenceTeller } from './presence-teller.ts';
import { createSoon } from './soon.ts';

export type PresencePorts = {
  crypto: Crypto;
  clock: Clock;
  send: (link: LinkId, frame: Uint8Array) => void;
  /** What this person lets others know; undefined until they were asked. */
  ownPresence: () => OwnPresence | undefined;
  presence: (changed: readonly PresenceView[]) => void;
  typing: (channel: ChannelId, member: MemberId) => void;
};

export type PresenceDesk = {
  /** @returns true if that was all there was to the message */
  heard: (session: LinkSession, message: LinkMessage | undefined) => boolean;
  closed: (session: LinkSession) => void;
  /** From time to time. */
  look: () => void;
  ownChanged: () => void;
  /** This person types. */
  type: (channel: ChannelId) => void;
  /** Those who are not offline. */
  shown: () => PresenceView[];
  dispose: () => void;
};

/** As many neighbours are asked of whom they have heard. */
const ASKED = 2;

export const createPresenceDesk = (
  ports: PresencePorts,
  community: Community,
  sessions: () => readonly LinkSession[],
): PresenceDesk => {
  const { soon, dispose } = createSoon(ports.clock);
  const gate = createBeatGate(ports, community);
  const book = createPresenceBook(ports.clock, community, sessions);
  const members = (): LinkSession[] => sessions().filter((session) => isProvenMember(session, community));
  const send = sendBy(ports);
  const own = createOwnBeats({ ...ports, members, others: book.count, send, soon }, community);
  const relay = createPresenceRelay({ members, send, soon }, community);
  const teller = createPresenceTeller({ book, soon, tell: ports.presence }, community);
  const greeter = createGreeter({ own, book, send });

  const take = (session: LinkSession, beat: Beat): void => {
    const body = gate.pass(session, beat);
    if (body === undefined) return;
    if (body.kind !== 'typing') {
      book.note(beat, body);
      teller.changed(beat.device);
    } else if (!mayType(community, beat.device, body.channel)) return;
    else tellTyping(ports, community, beat.device, body.channel);
    relay(session, beat, body);
  };

  return {
    heard: (session, message) => {
      const isMember = isProvenMember(session, community);
      if (isMember) greeter.greet(session);
      if (message?.kind !== 'here' || !isMember) return message?.kind === 'here';
      if (message.beats.length === 0) greeter.answer(session);
      for (const beat of message.beats) take(session, beat);
      return true;
    },
    closed: ({ device }) => {
      if (!sessions().some((other) => other.device === device)) book.closed(device);
      teller.changed(device);
      own.lost();
      if (members().length === 0) greeter.askAnew();
    },
    look: () => {
      for (const session of members()) {
        greeter.greet(session);
        teller.changed(session.device);
      }
      for (const device of book.expire()) teller.changed(device);
      gate.forget();
      own.sayAgain();
    },
    ownChanged: own.say,
    type: (channel) => {
      if (!mayType(community, community.identity.device, channel)) return;
      own.type(
        channel,
        members().filter(({ device }) => mayHearOf(community, device, channel)),
      );
    },
    shown: teller.shown,
    dispose,
  };
};

type SendBeats = (session: LinkSession, beats: readonly Beat[]) => void;

const sendBy =
  (ports: PresencePorts): SendBeats =>
  ({ link }, beats) => {
    for (let at = 0; at < Math.max(1, beats.length); at += MAX_BEATS)
      ports.send(link, writeLinkMessage({ kind: 'here', beats: beats.slice(at, at + MAX_BEATS) }));
  };

const tellTyping = (ports: PresencePorts, community: Community, device: DeviceId, channel: ChannelId): void => {
  const { identity, state } = community;
  const member = state()?.devices.get(device)?.member;
  const isTold = mayHearOf(community, identity.device, channel) && member !== identity.member;
  if (isTold && member !== undefined) ports.typing(channel, member);
};

type GreeterPorts = { own: OwnBeats; book: PresenceBook; send: SendBeats };

/** What is said on a link once both are members, and whom the first of them have heard of. */
const createGreeter = ({ own, book, send }: GreeterPorts) => {
  const greeted = new WeakSet<LinkSession>();
  const answered = new WeakSet<LinkSession>();
  let asked = 0;
  return {
    greet: (session: LinkSession): void => {
      if (greeted.has(session)) return;
      greeted.add(session);
      own.sayTo(session);
      if (asked >= ASKED) return;
      asked += 1;
      send(session, []);
    },
    /** After an outage: much may have changed meanwhile. */
    askAnew: (): void => {
      asked = 0;
    },
    answer: (session: LinkSession): void => {
      const known = answered.has(session) ? [] : book.beats();
      answered.add(session);
      if (known.length > 0) send(session, known);
    },
  };
};
