/**
 * Lanes that came before it was known that they are this device's business: the operation that makes their channel, or
 * that lets their author in, may come later, or stand later in the journal.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { placedIn } from './placed-in.ts';

export type CarriedRecords = {
  /** What stands in this lane was not shown. */
  add: (place: Pick<LanePlace, 'channel' | 'device'>) => void;
  /** All of the lanes that turned out to be ours. */
  takeOurs: () => PlacedRecord[];
};

type CarriedLane = { channel: ChannelId; device: DeviceId };

export const createCarriedRecords = (community: Community): CarriedRecords => {
  const carried = new Map<string, CarriedLane>();
  const isOurs = ({ channel, device }: CarriedLane): boolean =>
    community.isOurs(channel) || community.directs.find(channel, device) !== undefined;
  return {
    add: ({ channel, device }) => void carried.set(`${channel} ${device}`, { channel, device }),
    takeOurs: () => {
      const ours = [...carried].filter(([, lane]) => isOurs(lane));
      for (const [name] of ours) carried.delete(name);
      return ours.flatMap(([, lane]) => recordsOf(community, lane));
    },
  };
};

const recordsOf = (community: Community, { channel, device }: CarriedLane): PlacedRecord[] => {
  const lane = community.lane(channel, device);
  return placedIn(community, { channel, lane }, 0, lane.durable());
};
