/**
 * Says in brief, and for several lanes of a channel at once, what LANES-HAVE and LANE-WANT say of each by itself: what of
 * that was asked for has come, and what is wished for.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import { tablesOf } from './in-frames.ts';
import { nameOf } from './lane-table.ts';
import type { LaneHave, LaneWant } from './link-message.ts';
import { type LinkSession, mayExchangeContent } from './link-session.ts';
import type { SyncedCommunity } from './synced-community.ts';
import type { TableMessage } from './table-message.ts';

export type BriefTeller = {
  /** A lane grew by what was asked for: everybody is told a moment later. */
  note: (channel: ChannelId, lane: Lane) => void;
  tell: () => void;
  /** As BRIEF-WANT says it. */
  want: (channel: ChannelId, lanes: readonly LaneWant[]) => TableMessage;
  /** Of devices that nobody here knows nothing can be sent. */
  wanted: (message: Extract<TableMessage, { kind: 'brief-want' }>) => LaneWant[];
};

export const createBriefTeller = (
  community: SyncedCommunity,
  sessions: () => Iterable<LinkSession>,
  say: (session: LinkSession, channel: ChannelId, lanes: readonly LaneHave[]) => void,
  tellSoon: () => void,
): BriefTeller => {
  const grown = new Map<ChannelId, Map<DeviceId, Lane>>();
  return {
    note: (channel, lane) => {
      const lanes = grown.get(channel) ?? new Map<DeviceId, Lane>();
      grown.set(channel, lanes.set(lane.device, lane));
      tellSoon();
    },
    tell: () => {
      for (const [channel, lanes] of grown)
        for (const part of tablesOf(community, channel, [...lanes.values()]))
          for (const session of sessions()) if (mayExchangeContent(session, community)) say(session, channel, part);
      grown.clear();
    },
    want: (channel, lanes) => ({
      kind: 'brief-want',
      channel,
      lanes: lanes.map(({ device, from }) => ({ name: nameOf(device), from })),
    }),
    wanted: ({ lanes }) =>
      lanes.flatMap(({ name, from }) => {
        const device = community.deviceNamed(name);
        return device === undefined ? [] : [{ device, from }];
      }),
  };
};
