import type { ChannelId, CommunityId, DeviceId, MemberId } from '../base/ids.ts';
import type { GovernanceLog } from '../governance/governance-log.ts';
import type { Introduction } from './introduction.ts';
import type { Lane } from '../lanes/lane.ts';

export type Standing = 'active' | 'gone' | 'unknown';

/** What sync asks of a community. */
export type SyncedCommunity = {
  id: CommunityId;
  log: Pick<GovernanceLog, 'chains' | 'missingFrom' | 'partedFrom'>;
  knowsDevice: (device: DeviceId) => boolean;
  /** The device whose id begins with these 8 bytes. */
  deviceNamed: (name: Uint8Array) => DeviceId | undefined;
  /** Likewise, of channels with something in them here. */
  channelNamed: (name: Uint8Array) => ChannelId | undefined;
  /** `gone`: was a device of a member, and is not any more. */
  standing: (device: DeviceId) => Standing;
  /** Its member was kicked or banned; or it is a device of `member` that nobody here has heard of, and that member is out. */
  wasPutOut: (device: DeviceId, member: MemberId | undefined) => boolean;
  /** This device was one of the community's, and is not any more. */
  isRemoved: () => boolean;
  /** It left, or was put out, and tells whoever does not know it yet. */
  tellsItIsOut: () => boolean;
  /** Who this device is, for those who may not know it. */
  introduction: () => Introduction;
  /** True if the device is certified by the root of somebody who is a member here. */
  vouchesFor: (device: DeviceId, introduction: Introduction) => boolean;
  /** True if the device is certified by the root of somebody who was a member, and nobody here has heard of it. */
  isOfSomebodyOut: (device: DeviceId, introduction: Introduction) => boolean;
  knowsChannel: (channel: ChannelId) => boolean;
  /** Of governance, or a direct conversation of this device's member: what it says can be shown here. */
  isOurs: (channel: ChannelId) => boolean;
  /** Channels of governance, those of the two, and within bounds those of others that nobody between them can read. */
  carries: (channel: ChannelId, device: DeviceId) => boolean;
  /** False for a carried lane while there is no room for more of it. */
  mayGrow: (channel: ChannelId, device: DeviceId) => boolean;
  lane: (channel: ChannelId, device: DeviceId) => Lane;
  lanes: (channel: ChannelId) => Lane[];
  /** Durable records of a lane whose body is missing although nobody deleted it, as far as is known here; ascending. */
  missingBodies: (channel: ChannelId, lane: Lane) => number[];
  /** In the order in which they are listed: a newcomer sees the first. */
  channels: () => ChannelId[];
  /** Those with something in them here, whether governance knows them or not. */
  laneChannels: () => ChannelId[];
};
