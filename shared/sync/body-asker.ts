/**
 * Asks neighbours for bodies that are missing here although nobody deleted them: each of one neighbour at a time, of
 * those who have the record and do not say that its body is missing there too.
 */
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import type { BodyWant } from './link-message.ts';
import { laneKey, type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { MAX_BODIES } from './wire-lists.ts';

export type BodyAsker = {
  /** Asks for what nobody was asked for. */
  askAll: () => void;
  /** Who was asked and brought nothing may not have it: the next one is asked. */
  retry: () => void;
  closed: (link: LinkId) => void;
};

type Missing = { channel: ChannelId; device: DeviceId; seq: number };
/** Whom it was asked of, and who has yet to bring it. */
type Asked = { of: Set<LinkId>; waitsFor: LinkId | undefined };

export const createBodyAsker = (
  community: SyncedCommunity,
  sessions: ReadonlyMap<LinkId, LinkSession>,
  want: (session: LinkSession, channel: ChannelId, lanes: readonly BodyWant[]) => void,
): BodyAsker => {
  let asked = new Map<string, Asked>();

  const canBring = (session: LinkSession, { channel, device, seq }: Missing): boolean => {
    const key = laneKey(channel, device);
    if (!mayExchangeContent(session, community) || session.parted.has(key)) return false;
    return seq < (session.known.get(key) ?? 0) && !(session.theirMissing.get(key) ?? []).includes(seq);
  };

  const nextFor = (one: Missing, held: Asked): LinkSession | undefined => {
    if (held.waitsFor !== undefined) return undefined;
    const able = [...sessions.values()].filter((session) => canBring(session, one));
    const isNew = ({ link }: LinkSession): boolean => !held.of.has(link);
    if (!able.some(isNew)) held.of.clear();
    const session = able.find(isNew);
    if (session === undefined) return undefined;
    held.of.add(session.link);
    held.waitsFor = session.link;
    return session;
  };

  const askAll = (): void => {
    const wants = new Map<LinkSession, Missing[]>();
    // what came, or turned out to be deleted, is forgotten
    const still = new Map<string, Asked>();
    for (const one of missingIn(community)) {
      const key = `${one.channel}/${one.device}/${one.seq}`;
      const held = asked.get(key) ?? { of: new Set(), waitsFor: undefined };
      still.set(key, held);
      const session = nextFor(one, held);
      if (session !== undefined) wants.set(session, [...(wants.get(session) ?? []), one]);
    }
    asked = still;
    for (const [session, list] of wants) for (const [channel, lanes] of byChannel(list)) want(session, channel, lanes);
  };

  return {
    askAll,
    retry: () => {
      for (const session of sessions.values()) session.bodyBytes = 0;
      for (const held of asked.values()) held.waitsFor = undefined;
      askAll();
    },
    closed: (link) => {
      for (const held of asked.values()) if (held.waitsFor === link) held.waitsFor = undefined;
    },
  };
};

const missingIn = (community: SyncedCommunity): Missing[] =>
  community.laneChannels().flatMap((channel) =>
    community.lanes(channel).flatMap((lane) =>
      community
        .missingBodies(channel, lane)
        .slice(0, MAX_BODIES)
        .map((seq) => ({ channel, device: lane.device, seq })),
    ),
  );

const byChannel = (list: readonly Missing[]): Map<ChannelId, BodyWant[]> => {
  const channels = new Map<ChannelId, { device: DeviceId; seqs: number[] }[]>();
  for (const { channel, device, seq } of list) {
    const lanes = channels.get(channel) ?? [];
    const lane = lanes.find((one) => one.device === device);
    if (lane === undefined) lanes.push({ device, seqs: [seq] });
    else lane.seqs.push(seq);
    channels.set(channel, lanes);
  }
  return channels;
};
