/**
 * Asks for the newest records of a channel before its lanes, where much is missing: they are shown ahead of what leads up
 * to them. Of one neighbour at a time, and of each once a link.
 */
import type { ChannelId, LinkId } from '../base/ids.ts';
import { behindOf, laneOf, type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type TailAsker = {
  /**
   * Who has nothing yet of the channel that is shown first asks for its tail before the other side has told what is there: once.
   * @returns whether it was asked for now
   */
  begin: (session: LinkSession) => boolean;
  /** @param behind how many records of each lane of the channel are missing here */
  isDue: (channel: ChannelId, behind: readonly number[]) => boolean;
  /** @returns whether any is asked for now */
  askAll: () => boolean;
  /** So many records of a tail came. @returns false if they were not asked for */
  take: (session: LinkSession, channel: ChannelId, records: number) => boolean;
  closed: (link: LinkId) => void;
};

/** Of a channel. */
export const MAX_TAIL_RECORDS = 100;
/** Fewer missing records are here as soon as a tail would be. */
const MANY_RECORDS = 200;
/** Asked for on one link. */
const MAX_CHANNELS = 20;

/** @param many so many missing records are not enough to ask */
export const createTailAsker = (
  community: SyncedCommunity,
  sessions: ReadonlyMap<LinkId, LinkSession>,
  ask: (session: LinkSession, channel: ChannelId, count: number) => void,
  many: number = MANY_RECORDS,
): TailAsker => {
  const asked = new Map<ChannelId, LinkId>();
  let hasGuessed = false;

  const isDue = (channel: ChannelId, behind: number): boolean =>
    behind > many && !asked.has(channel) && community.isOurs(channel);

  const askFor = (session: LinkSession, channel: ChannelId): void => {
    session.tails.set(channel, MAX_TAIL_RECORDS);
    ask(session, channel, MAX_TAIL_RECORDS);
  };
  const due = function* (): Generator<[LinkSession, ChannelId]> {
    for (const session of sessions.values()) {
      if (!mayExchangeContent(session, community)) continue;
      for (const [channel, behind] of behindOn(session, community))
        if (isDue(channel, behind)) yield [session, channel];
    }
  };

  return {
    begin: (session) => {
      const [first] = community.channels();
      if (hasGuessed || first === undefined || !community.isOurs(first)) return false;
      hasGuessed = true;
      const isNew = community.lanes(first).every((lane) => lane.accepted() === 0);
      if (isNew) askFor(session, first);
      return isNew;
    },
    isDue: (channel, behind) =>
      isDue(
        channel,
        behind.reduce((sum, records) => sum + Math.max(0, records), 0),
      ),
    askAll: () => {
      // asked for on a guess, and it came
      for (const [{ link, tails }, channel] of due())
        if ((tails.get(channel) ?? MAX_TAIL_RECORDS) < MAX_TAIL_RECORDS) asked.set(channel, link);
      const before = asked.size;
      for (const [session, channel] of due()) {
        if (session.tails.size >= MAX_CHANNELS || session.tails.has(channel)) continue;
        asked.set(channel, session.link);
        askFor(session, channel);
      }
      return asked.size > before;
    },
    take: (session, channel, records) => {
      const left = (session.tails.get(channel) ?? 0) - records;
      if (left >= 0) session.tails.set(channel, left);
      return left >= 0;
    },
    closed: (link) => {
      for (const [channel, of] of asked) if (of === link) asked.delete(channel);
    },
  };
};

const behindOn = (session: LinkSession, community: SyncedCommunity): Map<ChannelId, number> => {
  const behind = new Map<ChannelId, number>();
  for (const key of session.known.keys()) {
    const { channel } = laneOf(key);
    behind.set(channel, (behind.get(channel) ?? 0) + Math.max(0, behindOf(session, community, key)));
  }
  return behind;
};
