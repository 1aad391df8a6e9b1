/** Asks neighbours for the lanes they have more of: each lane of one neighbour at a time, of another if that one stalls. */
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import { knownOf, type LaneKey, laneKey, laneOf, type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';

export type LaneAsker = {
  want: (session: LinkSession, channel: ChannelId, devices: readonly DeviceId[]) => void;
  /** Asks everybody for what nobody was asked for. */
  wantAll: () => void;
  /** Records of a lane are most likely on their way, unasked. */
  expect: (key: LaneKey) => void;
  /** Asks for what has been on its way since the last look. @returns false once nothing is */
  wantOverdue: () => boolean;
  /** A lane grew here: once it has all it was asked for, it may be asked for again. */
  grew: (key: LaneKey) => void;
  /** True while this lane is asked for on that link. */
  isAsked: (link: LinkId, key: LaneKey) => boolean;
  /** True while any lane is asked for. */
  isWaiting: () => boolean;
  closed: (link: LinkId) => void;
  /** Gives up on requests that brought nothing since the last retry, and asks others. */
  retry: () => void;
  /** What was asked for was not, for nothing could be taken: asks for all of it. */
  askAnew: () => void;
};

/** Of whom, how far it had come at the last retry, and how many whole times between two since then brought nothing of it. */
type Asked = { link: LinkId; progress: number; idleLooks: number };

const MAX_IDLE = 1;
/** Its turn may not have come yet: one lane after another is served. */
const MAX_IDLE_IN_LINE = 6;

/** @param sessions in the order in which they are asked; who stalls goes to the end */
export const createLaneAsker = (
  community: SyncedCommunity,
  sessions: Map<LinkId, LinkSession>,
  ask: (session: LinkSession, channel: ChannelId, lanes: readonly { device: DeviceId; from: number }[]) => void,
): LaneAsker => {
  const wanted = new Map<LaneKey, Asked>();
  /** Over which something came since the last retry that was asked for there. */
  const bringing = new Set<LinkId>();
  /** Lanes of which records are on their way: how many neighbours had at the last look. */
  const expected = new Map<LaneKey, number>();
  const acceptedOf = (key: LaneKey): number => {
    const { channel, device } = laneOf(key);
    return community.lane(channel, device).accepted();
  };

  const want = (session: LinkSession, channel: ChannelId, devices: readonly DeviceId[]): void => {
    const lanes = devices.flatMap((device) => {
      const key = laneKey(channel, device);
      const here = acceptedOf(key);
      if (knownOf(session, community, key) <= here || wanted.has(key)) return [];
      wanted.set(key, { link: session.link, progress: here, idleLooks: -1 });
      return [{ device, from: here }];
    });
    if (lanes.length > 0) ask(session, channel, lanes);
  };

  const wantAll = (): void => {
    for (const session of sessions.values()) {
      if (!mayExchangeContent(session, community)) continue;
      for (const [channel, devices] of knownByChannel(session)) want(session, channel, devices);
    }
  };

  const wantOverdue = (): boolean => {
    for (const [key, before] of expected) {
      const here = acceptedOf(key);
      const ahead = [...sessions.values()].filter((session) => knownOf(session, community, key) > here);
      const [first] = ahead.filter((session) => mayExchangeContent(session, community));
      const { channel, device } = laneOf(key);
      if (first === undefined) expected.delete(key);
      else expected.set(key, Math.max(...ahead.map((session) => knownOf(session, community, key))));
      if (first !== undefined && here < before) want(first, channel, [device]);
    }
    return expected.size > 0;
  };

  /** Who did not deliver is asked after everybody else. */
  const askLast = (link: LinkId): void => {
    const session = sessions.get(link);
    if (session === undefined) return;
    sessions.delete(link);
    sessions.set(link, session);
  };

  return {
    want,
    wantAll,
    wantOverdue,
    expect: (key) => {
      if (!expected.has(key)) expected.set(key, 0);
    },
    grew: (key) => {
      const asked = wanted.get(key);
      if (asked === undefined) return;
      bringing.add(asked.link);
      const session = sessions.get(asked.link);
      if (session === undefined || acceptedOf(key) >= knownOf(session, community, key)) wanted.delete(key);
    },
    isAsked: (link, key) => wanted.get(key)?.link === link,
    isWaiting: () => wanted.size > 0,
    closed: (link) => {
      for (const [key, asked] of wanted) if (asked.link === link) wanted.delete(key);
      wantAll();
    },
    askAnew: () => {
      wanted.clear();
      wantAll();
    },
    retry: () => {
      for (const [key, asked] of wanted) {
        const here = acceptedOf(key);
        asked.idleLooks = here === asked.progress ? asked.idleLooks + 1 : 0;
        asked.progress = here;
        if (asked.idleLooks < (bringing.has(asked.link) ? MAX_IDLE_IN_LINE : MAX_IDLE)) continue;
        wanted.delete(key);
        askLast(asked.link);
      }
      bringing.clear();
      wantAll();
    },
  };
};

const knownByChannel = (session: LinkSession): Map<ChannelId, DeviceId[]> => {
  const byChannel = new Map<ChannelId, DeviceId[]>();
  for (const { channel, device } of [...session.known.keys()].map(laneOf)) {
    const devices = byChannel.get(channel);
    if (devices === undefined) byChannel.set(channel, [device]);
    else devices.push(device);
  }
  return byChannel;
};
