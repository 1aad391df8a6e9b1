/**
 * When a device says in a room that it is there, and who connects to whom then. Whoever lacks links is connected to at once by
 * all who lack some too. Those who have enough say after a moment of chance that they have room, unless enough others have said
 * so by then: thus a room of hundreds answers a newcomer with about as many as it wishes for, and with other ones each time.
 * Now and then a device that has enough looks for one more link: it mixes the mesh, and joins parts that have lost each other.
 */
import { createTokenBucket, type Rate } from '../base/token-bucket.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { createGuestList } from './guest-list.ts';

export type RoomAnnouncer = {
  /** Says that this device is there, if it lacks links. */
  announce: () => void;
  /** Looks for one link more than it has, however many it has. */
  seek: () => void;
  /**
   * Somebody announced themselves. Calls `connect`, now or later, if this device is to connect to them.
   * @param wish so many links they lack; 0: they have room
   */
  heard: (who: { from: string; wish: number }, connect: () => void) => void;
  /** Somebody else offered them a connection. */
  overheard: (to: string) => void;
  /** Whether an offer of somebody's is accepted. */
  hasRoom: () => boolean;
  dispose: () => void;
};

export type RoomAnnouncerPorts = {
  clock: Clock;
  random: Random;
  /** Of this room, begun ones too. */
  connections: () => number;
  /** Those of them that are not up yet. */
  opening: () => number;
  /** Of all rooms. */
  links: () => number;
  /** Nobody here says a word of themselves but guests. */
  isListenOnly: () => boolean;
  say: (wish: number) => void;
};

/** Who has fewer lacks links. */
export const WISHED_LINKS = 8;
/** Who has fewer has room for others. */
const ROOMY_LINKS = 16;
/** For those who lack nearly all, others make room up to here. */
const GENEROUS_LINKS = 22;
const LONELY_WISH = 6;
/** Hard limit, offers of others included. */
export const MAX_LINKS = 24;
/** Begun here, and in all. Each costs a busy machine so much that of too many none comes up in time. */
const MAX_OPENING = { begun: 4, all: 8 };
/** Few answer soon, for who has few links can guess that there are few others; many take longer, so that most can hold back. */
const ANSWER_WITHIN_MS = { each: 100, most: 1_500 };
const SEEK_WITHIN_MS = 5_000;
/** Not more often than that, whatever happens to the ways to others. */
const SEEK_EVERY_MS = 60_000;
/**
 * Each word goes to everybody in the room. Where machines are so busy that connections fail, calling more often would only
 * make them busier.
 */
const CALLS = { perSecond: 0.2, burst: 6 };
const ANSWERS = { perSecond: 0.5, burst: 8 };
/** How long an answer to `seek` is waited for. */
const SEEK_FOR_MS = 5_000;

export const createRoomAnnouncer = (ports: RoomAnnouncerPorts): RoomAnnouncer => {
  const { clock, random, connections } = ports;
  const call = limited(ports, CALLS);
  const sayRoomy = limited(ports, ANSWERS);
  /** Those who said that they have room, ever. */
  let roomy = 0;
  let cancelAnswer: (() => void) | undefined;
  /** No answer is needed once so many have said it. */
  let enough = 0;
  let seeksUntil = 0;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let cancelSeek: (() => void) | undefined;
  const guests = createGuestList(clock);

  const chance = (ms: number): number => ((random.bytes(1)[0] ?? 0) / 255) * ms;
  const hasRoom = (): boolean => connections() < MAX_LINKS && ports.opening() < MAX_OPENING.all;
  const mayBegin = (): boolean => hasRoom() && ports.opening() < MAX_OPENING.begun;
  const answerWithin = (): number => Math.min(ANSWER_WITHIN_MS.most, ANSWER_WITHIN_MS.each * ports.links());
  const lacking = (): number => Math.max(0, WISHED_LINKS - connections());
  const hasRoomFor = (wish: number): boolean => connections() < (wish >= LONELY_WISH ? GENEROUS_LINKS : ROOMY_LINKS);

  const answer = (wish: number): void => {
    enough = Math.max(enough, roomy + wish);
    cancelAnswer ??= clock.after(chance(answerWithin()), () => {
      cancelAnswer = undefined;
      if (roomy < enough) sayRoomy(0);
    });
  };

  const takeSought = (): boolean => {
    const isSought = clock.now() < seeksUntil && connections() < MAX_LINKS;
    if (isSought) seeksUntil = 0;
    return isSought;
  };

  return {
    announce: () => {
      if (lacking() > 0) call(lacking());
    },
    seek: () => {
      if (clock.now() - soughtAt < SEEK_EVERY_MS) return;
      cancelSeek ??= clock.after(chance(SEEK_WITHIN_MS), () => {
        cancelSeek = undefined;
        soughtAt = clock.now();
        if (connections() >= ROOMY_LINKS) return;
        seeksUntil = clock.now() + SEEK_FOR_MS;
        call(Math.max(1, lacking()));
      });
    },
    heard: ({ from, wish }, connect) => {
      if (ports.isListenOnly()) return guests.heard(from, chance(answerWithin()), () => mayBegin() && connect());
      if (wish === 0) roomy += 1;
      if (lacking() > 0 || (wish === 0 && takeSought())) {
        if (mayBegin()) connect();
      } else if (wish > 0 && hasRoomFor(wish)) answer(wish);
    },
    overheard: guests.overheard,
    hasRoom,
    dispose: () => {
      cancelAnswer?.();
      cancelSeek?.();
      guests.dispose();
    },
  };
};

const limited = ({ clock, say }: RoomAnnouncerPorts, rate: Rate): RoomAnnouncerPorts['say'] => {
  const bucket = createTokenBucket(rate, clock.now());
  return (wish) => {
    if (bucket.take(clock.now(), 1)) say(wish);
  };
};
