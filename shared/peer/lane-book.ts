/** The lanes that are here: of channels that this device has a part in, and those that it carries for others, unread. */
import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { Pages } from '../lanes/full-pages.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import { createPageCache } from '../lanes/page-cache.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createCarriedLanes } from './carried-lanes.ts';
import type { DirectChannels } from './direct-channels.ts';
import { createShortNames } from './short-names.ts';

export type LaneBook = {
  /** A lane that is carried for others begins with what `laneGrew` is told: nobody fills the memory by naming lanes. */
  lane: (channel: ChannelId, device: DeviceId) => Lane;
  lanes: (channel: ChannelId) => Lane[];
  /** Whose id begins with these 8 bytes, as lanes are named in brief. */
  deviceNamed: (name: Uint8Array) => DeviceId | undefined;
  /** Of those that somebody has said something in here. */
  channelNamed: (name: Uint8Array) => ChannelId | undefined;
  /** Every channel that somebody has said something in here. */
  laneChannels: () => ChannelId[];
  /** Of governance, or a direct conversation of this device's member: the rest is carried for others, unread. */
  isOurs: (channel: ChannelId) => boolean;
  carries: (channel: ChannelId, device: DeviceId) => boolean;
  mayGrow: (channel: ChannelId, device: DeviceId) => boolean;
  /** Something was accepted into the lane, or (with fewer than 0 bytes) could not be kept. */
  laneGrew: (channel: ChannelId, lane: Lane, bytes: number) => void;
};

export const createLaneBook = (
  crypto: Crypto,
  community: CommunityId,
  state: () => CommunityState | undefined,
  directs: DirectChannels,
  store: Pages['store'],
): LaneBook => {
  const carried = createCarriedLanes();
  const cache = createPageCache();
  const lanes = new Map<ChannelId, Map<DeviceId, Lane>>();
  const keep = (channel: ChannelId, lane: Lane): void => {
    const held = lanes.get(channel) ?? new Map<DeviceId, Lane>();
    lanes.set(channel, held.set(lane.device, lane));
  };
  const knowsChannel = (channel: ChannelId): boolean => state()?.channels.has(channel) ?? false;
  /** An intruder writes in a conversation of others. */
  const roleOf = (channel: ChannelId, author: DeviceId): 'ours' | 'others' | 'intruder' => {
    if (knowsChannel(channel) || directs.find(channel, author) !== undefined) return 'ours';
    return directs.get(channel) === undefined ? 'others' : 'intruder';
  };

  return {
    lane: (channel, device) => {
      const held = lanes.get(channel)?.get(device);
      if (held !== undefined) return held;
      const lane = createLane(crypto, { community, channel, device }, { cache, store });
      if (roleOf(channel, device) === 'ours') keep(channel, lane);
      return lane;
    },
    lanes: (channel) => [...(lanes.get(channel)?.values() ?? [])],
    deviceNamed: createShortNames(() => state()?.devices.keys() ?? [], state),
    channelNamed: createShortNames(
      () => lanes.keys(),
      () => lanes.size,
    ),
    laneChannels: () => [...lanes.keys()],
    isOurs: (channel) => knowsChannel(channel) || directs.get(channel) !== undefined,
    carries: (channel, device) => {
      if (state()?.devices.has(device) !== true) return false;
      const role = roleOf(channel, device);
      return role === 'others' ? carried.holds(channel, device) || carried.hasRoom(device) : role === 'ours';
    },
    mayGrow: (channel, device) => roleOf(channel, device) !== 'others' || carried.mayGrow(channel, device),
    laneGrew: (channel, lane, bytes) => {
      if (roleOf(channel, lane.device) !== 'others') return;
      carried.note(channel, lane.device, bytes);
      keep(channel, lane);
    },
  };
};
