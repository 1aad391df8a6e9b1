import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import type { GovernanceLog } from '../governance/governance-log.ts';
import type { Lane } from '../lanes/lane.ts';
import type { SegmentShelf } from '../lanes/segment-shelf.ts';

/** What sync asks of a community. */
export type SyncedCommunity = {
  id: CommunityId;
  log: Pick<GovernanceLog, 'chains' | 'missingFrom'>;
  knowsDevice: (device: DeviceId) => boolean;
  knowsChannel: (channel: ChannelId) => boolean;
  lane: (channel: ChannelId, device: DeviceId) => Lane;
  lanes: (channel: ChannelId) => Lane[];
  shelf: Pick<SegmentShelf, 'envelopes'>;
  channels: () => ChannelId[];
};
