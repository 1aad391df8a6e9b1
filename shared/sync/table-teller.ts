/** Tells the other sides what is here of lanes: in whole, of one that grew, in brief, and at first by comparing digests. */
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Crypto } from '../ports/crypto.ts';
import { tablesOf } from './in-frames.ts';
import { nameOf } from './lane-table.ts';
import type { LaneHave, LaneWant, LinkMessage } from './link-message.ts';
import { type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { createTableExchange, type TableExchange } from './table-exchange.ts';
import type { TableMessage } from './table-message.ts';

export type TableTeller = Pick<TableExchange, 'begin' | 'told'> & {
  heard: (session: LinkSession, message: TableMessage) => void;
  /** A lane grew, or bodies of it came. */
  tell: (channel: ChannelId, lane: Lane) => void;
  /** It grew by what was asked for: several are told of together, with `tellBriefly`. */
  tellLater: (channel: ChannelId, lane: Lane) => void;
  tellBriefly: () => void;
  want: (channel: ChannelId, lanes: readonly LaneWant[]) => TableMessage;
};

export type TellerPorts = {
  say: (session: LinkSession, message: Exclude<LinkMessage, { kind: 'unknown' }>) => void;
  /** The other side has these; or had them, when the two began to compare. */
  take: (session: LinkSession, channel: ChannelId, lanes: readonly LaneHave[], when: { isFrozen: boolean }) => void;
  /** The other side asks for lanes. */
  wanted: (session: LinkSession, channel: ChannelId, lanes: readonly LaneWant[]) => void;
  tellSoon: () => void;
  isHeld: () => boolean;
};

export const createTableTeller = (
  crypto: Crypto,
  community: SyncedCommunity,
  sessions: ReadonlyMap<LinkId, LinkSession>,
  { say, take, wanted, tellSoon, isHeld }: TellerPorts,
): TableTeller => {
  const later = new Map<ChannelId, Map<DeviceId, Lane>>();
  const listening = (): LinkSession[] =>
    [...sessions.values()].filter((session) => mayExchangeContent(session, community));
  const send = (session: LinkSession, channel: ChannelId, lanes: readonly Lane[]): void => {
    for (const part of tablesOf(community, channel, lanes)) say(session, { kind: 'lanes-have', channel, lanes: part });
  };
  const exchange = createTableExchange(crypto, community, {
    say,
    isHeld,
    tellWhole: (session, channel) => send(session, channel, community.lanes(channel)),
    learned: (session, channel, lanes) => take(session, channel, lanes, { isFrozen: true }),
    toldOf: (session, channel, lanes) => take(session, channel, lanes, { isFrozen: false }),
  });
  return {
    begin: exchange.begin,
    heard: (session, message) => {
      if (message.kind === 'brief-want') wanted(session, message.channel, namedWants(community, message));
      else exchange.heard(session, message);
    },
    told: exchange.told,
    tell: (channel, lane) => {
      for (const session of listening()) send(session, channel, [lane]);
    },
    tellLater: (channel, lane) => {
      const lanes = later.get(channel) ?? new Map<DeviceId, Lane>();
      later.set(channel, lanes.set(lane.device, lane));
      tellSoon();
    },
    tellBriefly: () => {
      for (const [channel, lanes] of later)
        for (const part of tablesOf(community, channel, [...lanes.values()]))
          for (const session of listening())
            say(session, { kind: 'brief-lanes', channel, isRest: false, lanes: exchange.brief(session, part) });
      later.clear();
    },
    want: (channel, lanes) => ({
      kind: 'brief-want',
      channel,
      lanes: lanes.map(({ device, from }) => ({ name: nameOf(device), from })),
    }),
  };
};

/** Nothing can be sent of devices that nobody here knows. */
const namedWants = (
  { deviceNamed }: Pick<SyncedCommunity, 'deviceNamed'>,
  { lanes }: Extract<TableMessage, { kind: 'brief-want' }>,
): LaneWant[] =>
  lanes.flatMap(({ name, from }) => {
    const device = deviceNamed(name);
    return device === undefined ? [] : [{ device, from }];
  });
