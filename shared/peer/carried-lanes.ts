/**
 * What is carried for others unread: lanes of channels that governance does not know and this device has no part in.
 * Bounded for each author, by what they signed themselves: nobody else can use up their room.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';

export const MAX_CARRIED_CHANNELS = 256;
export const MAX_CARRIED_BYTES = 16 * 1024 * 1024;

export type CarriedLanes = {
  /** May one more lane of this device begin here? */
  hasRoom: (author: DeviceId) => boolean;
  /** May this lane go on? One that is here already may be named, and does not grow when there is no room. */
  mayGrow: (channel: ChannelId, author: DeviceId) => boolean;
  holds: (channel: ChannelId, author: DeviceId) => boolean;
  /** @param bytes of envelopes and bodies; negative when they could not be kept */
  note: (channel: ChannelId, author: DeviceId, bytes: number) => void;
};

type Load = { channels: Set<ChannelId>; bytes: number };

export const createCarriedLanes = (): CarriedLanes => {
  const loads = new Map<DeviceId, Load>();
  const bytesOf = (author: DeviceId): number => loads.get(author)?.bytes ?? 0;
  const holds = (channel: ChannelId, author: DeviceId): boolean => loads.get(author)?.channels.has(channel) ?? false;
  const hasRoom = (author: DeviceId): boolean =>
    (loads.get(author)?.channels.size ?? 0) < MAX_CARRIED_CHANNELS && bytesOf(author) < MAX_CARRIED_BYTES;
  return {
    hasRoom,
    holds,
    mayGrow: (channel, author) => (holds(channel, author) ? bytesOf(author) < MAX_CARRIED_BYTES : hasRoom(author)),
    note: (channel, author, bytes) => {
      const load = loads.get(author) ?? { channels: new Set<ChannelId>(), bytes: 0 };
      loads.set(author, load);
      load.channels.add(channel);
      load.bytes += bytes;
    },
  };
};
