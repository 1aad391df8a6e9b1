/**
 * Members carry each other's signalling: with every server dead, a frame reaches whoever is linked to somebody who is
 * linked. Each frame goes over a link once, a few hops far; what is for one end goes only towards it.
 */
import { createRecent } from '../base/recent.ts';
import { createTokenBucket, type TokenBucket } from '../base/token-bucket.ts';
import type { LinkId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Signal } from '../ports/transport.ts';
import { type LinkMessage, writeLinkMessage } from './link-message.ts';
import { isProvenMember, type LinkSession } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type SignalRelay = {
  /** Said by the own mesh. */
  said: (signal: Signal) => void;
  /** Brought by a member. */
  heard: (session: LinkSession, message: Extract<LinkMessage, { kind: 'signal' }>) => void;
};

export type SignalRelayPorts = {
  clock: Clock;
  random: Random;
  send: (link: LinkId, frame: Uint8Array) => void;
  /** To the own mesh, which may be in that room. */
  deliver: (signal: Signal) => void;
  /** The other side may hear of things over this link alone, or over hardly any other. */
  hasFewLinks: (session: LinkSession) => boolean;
};

/** A frame that came: over which links, and how far it may still go. */
type Brought = { from: Set<LinkId>; hops: number };

/** Four hops reach everybody in a mesh of 1,000 with eight links each. */
export const SIGNAL_HOPS = 4;
/**
 * Frames of one link; a connection takes about ten. What is carried for others has less room than a link takes, so that it
 * never crowds out one's own.
 */
const LIMITS = {
  brought: { perSecond: 64, burst: 512 },
  carriedFrom: { perSecond: 32, burst: 256 },
  carriedTo: { perSecond: 48, burst: 384 },
} as const;
/**
 * What goes to everybody waits for a moment of chance before it is carried on. Who has heard it over so many links by then can
 * tell that others have as well, and gives it only to those who may depend on it.
 */
const CARRY_WITHIN_MS = 150;
const OFTEN = 3;
const MAX_SEEN = 4_096;
const MAX_WAYS = 2_048;

export const createSignalRelay = (
  { clock, random, send, deliver, hasFewLinks }: SignalRelayPorts,
  community: Pick<SyncedCommunity, 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): SignalRelay => {
  const seen = createRecent<Brought>(MAX_SEEN);
  /** Over which link an end was heard; undefined: it is the own mesh. */
  const ways = createRecent<LinkId | undefined>(MAX_WAYS);
  const buckets = new WeakMap<LinkSession, Record<keyof typeof LIMITS, TokenBucket>>();

  const mayTake = (session: LinkSession, what: keyof typeof LIMITS): boolean => {
    const now = clock.now();
    const held = buckets.get(session) ?? bucketsOf(now);
    buckets.set(session, held);
    return held[what].take(now, 1);
  };

  const members = (): LinkSession[] => sessions().filter((session) => isProvenMember(session, community));
  /** Those to whom something for one end goes: towards it, or to all if that link is gone. */
  const towards = (signal: Signal): LinkSession[] => {
    const end = endOf(signal.topic, signal.to ?? '');
    const way = ways.get(end);
    // it is for this machine; or that end has never been heard over a link: it has none, and was met in another way
    if (way === undefined) return [];
    const others = members();
    const there = others.filter(({ link }) => link === way);
    return there.length > 0 ? there : others;
  };

  const carry = (signal: Signal, { from, hops }: Brought): void => {
    if (hops <= 0) return;
    const to = signal.to === undefined ? members() : towards(signal);
    const isKnown = signal.to === undefined && from.size >= OFTEN;
    const frame = writeLinkMessage({ kind: 'signal', hops, signal });
    for (const session of to) {
      if (from.has(session.link) || (isKnown && !hasFewLinks(session))) continue;
      if (from.size === 0 || mayTake(session, 'carriedTo')) send(session.link, frame);
    }
  };

  return {
    said: (signal) => {
      ways.set(endOf(signal.topic, signal.from), undefined);
      const own: Brought = { from: new Set(), hops: SIGNAL_HOPS };
      seen.set(frameOf(signal), own);
      carry(signal, own);
    },
    heard: (session, { hops, signal }) => {
      if (!isProvenMember(session, community) || !mayTake(session, 'brought')) return;
      const left = Math.min(hops, SIGNAL_HOPS) - 1;
      const before = seen.get(frameOf(signal));
      if (before !== undefined) return noteAgain(before, session.link, left);
      const brought: Brought = { from: new Set([session.link]), hops: left };
      seen.set(frameOf(signal), brought);
      const end = endOf(signal.topic, signal.from);
      const isOwn = ways.has(end) && ways.get(end) === undefined;
      if (isOwn) return; // nobody else speaks for this mesh
      ways.set(end, session.link);
      deliver(signal);
      if (!mayTake(session, 'carriedFrom')) return;
      if (signal.to !== undefined) return carry(signal, brought);
      const [chance = 0] = random.bytes(1);
      clock.after((chance / 255) * CARRY_WITHIN_MS, () => carry(signal, brought));
    },
  };
};

/** While it waits to be carried on: the first to bring it may have come a longer way. */
const noteAgain = (brought: Brought, link: LinkId, hops: number): void => {
  brought.from.add(link);
  brought.hops = Math.max(brought.hops, hops);
};

const bucketsOf = (now: number): Record<keyof typeof LIMITS, TokenBucket> => ({
  brought: createTokenBucket(LIMITS.brought, now),
  carriedFrom: createTokenBucket(LIMITS.carriedFrom, now),
  carriedTo: createTokenBucket(LIMITS.carriedTo, now),
});

/** With the topic: who says the same in another room must not keep the frame itself from going on. */
const frameOf = ({ topic, data }: Signal): string => `${topic} ${data}`;

const endOf = (topic: string, name: string): string => `${topic} ${name}`;
