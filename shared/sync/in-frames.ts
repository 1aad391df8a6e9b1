/** Long lists, cut so that each part fits a message of at most 64 KiB. */
import type { ChannelId } from '../base/ids.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneHave } from './link-message.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { MAX_BODIES } from './wire-lists.ts';

const MAX_PART_BYTES = 60 * 1024;
/** Of a lane in a table, and of a number in its list of missing bodies; rather more than there will be. */
const LANE_BYTES = 72;
const NUMBER_BYTES = 5;

/** What is here of the lanes of a channel. At least one part, if only to say that there is nothing. */
export const tablesOf = (
  community: Pick<SyncedCommunity, 'missingBodies'>,
  channel: ChannelId,
  lanes: readonly Lane[],
): LaneHave[][] =>
  inFrames(
    lanes.map((lane) => ({
      device: lane.device,
      count: lane.durable(),
      head: lane.head(),
      missing: community.missingBodies(channel, lane).slice(0, MAX_BODIES),
    })),
  );

const inFrames = (table: readonly LaneHave[]): LaneHave[][] => {
  const parts: LaneHave[][] = [[]];
  let bytes = 0;
  for (const lane of table) {
    const size = LANE_BYTES + NUMBER_BYTES * lane.missing.length;
    if (bytes + size > MAX_PART_BYTES) parts.push([]);
    bytes = bytes + size > MAX_PART_BYTES ? size : bytes + size;
    parts.at(-1)?.push(lane);
  }
  return parts;
};

export const operationsInFrames = (operations: readonly Uint8Array[]): Uint8Array[][] => {
  const parts: Uint8Array[][] = [];
  let left = 0;
  for (const operation of operations) {
    const size = operation.length + 4;
    if (size > left || parts.length === 0) {
      parts.push([]);
      left = MAX_PART_BYTES;
    }
    left -= size;
    parts.at(-1)?.push(operation);
  }
  return parts;
};
