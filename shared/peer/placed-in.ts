/** Records of a lane with the places they stand in. */
import type { ChannelId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';

/** @returns those that count, of the numbers from `from` up to, not including, `to` */
export const placedIn = (
  { id }: Pick<Community, 'id'>,
  { channel, lane }: { channel: ChannelId; lane: Lane },
  from: number,
  to: number,
): PlacedRecord[] => {
  const placed: PlacedRecord[] = [];
  for (let seq = from; seq < Math.min(to, lane.durable()); seq += 1) {
    const record = lane.record(seq);
    if (record === undefined) break;
    placed.push({ place: { community: id, channel, device: lane.device, segment: record.segment }, record });
  }
  return placed;
};
