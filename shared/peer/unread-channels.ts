/**
 * Channels whose lanes came before this device knew that it reads them: governance that a full disk refused is saved again
 * after them. Once it is here, what they say is shown.
 */
import type { ChannelId } from '../base/ids.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type UnreadChannels = {
  /** Something came in a channel that seems to be of others. */
  note: (channel: ChannelId) => void;
  /** What is here of those that turned out to be ours. */
  takeOurs: () => PlacedRecord[];
};

export const createUnreadChannels = (community: Community): UnreadChannels => {
  const channels = new Set<ChannelId>();
  return {
    note: (channel) => void channels.add(channel),
    takeOurs: () => {
      const ours = [...channels].filter((channel) => community.isOurs(channel));
      for (const channel of ours) channels.delete(channel);
      return ours.flatMap((channel) => recordsIn(community, channel));
    },
  };
};

const recordsIn = (community: Community, channel: ChannelId): PlacedRecord[] =>
  community.lanes(channel).flatMap((lane) =>
    Array.from({ length: lane.durable() }, (_, seq) => lane.record(seq)).flatMap((record) => {
      if (record === undefined) return [];
      return [{ place: { community: community.id, channel, segment: record.segment, device: lane.device }, record }];
    }),
  );
