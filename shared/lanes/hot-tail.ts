/** A lane's newest records in one segment, before they are folded into its document. */
import type { FreshRecord } from './lane.ts';
import type { LaneRun } from './lane-frame.ts';
import type { LanePlace } from './record.ts';
import type { SegmentDocument } from './segment-document.ts';

export type HotTail = {
  place: LanePlace;
  /** How many records of the lane the document has. */
  folded: number;
  hot: FreshRecord[];
  bytes: number;
  /** The record store lacks something of `hot`. */
  isChanged: boolean;
  /** Where each folded run begins, as the record store has it. */
  starts: number[];
};

const FOLD_RECORDS = 256;
/** Hot tails are stored again whenever they grew; this bounds how much that is. */
const FOLD_BYTES = 256 * 1024;

export const newTail = (place: LanePlace): HotTail => ({
  place,
  folded: 0,
  hot: [],
  bytes: 0,
  isChanged: false,
  starts: [],
});

export const isFull = (tail: HotTail): boolean => tail.hot.length >= FOLD_RECORDS || tail.bytes >= FOLD_BYTES;

export const pushRecord = (tail: HotTail, { record, bytes }: FreshRecord): void => {
  if (record.index !== tail.folded + tail.hot.length) throw new Error('a record does not follow its lane’s tail');
  tail.hot.push({ record, bytes });
  tail.bytes += bytes.length + (record.body?.length ?? 0);
};

export const foldTail = (tail: HotTail, document: SegmentDocument): void => {
  document.fold(
    tail.place,
    tail.folded,
    tail.hot.map(({ bytes }) => bytes),
  );
  tail.starts.push(tail.folded);
  tail.folded += tail.hot.length;
  tail.hot = [];
  tail.bytes = 0;
  tail.isChanged = false;
};

export const tailRun = ({ place, folded, hot }: HotTail): LaneRun => ({
  place,
  from: folded,
  envelopes: hot.map(({ bytes }) => bytes),
  bodies: hot.map(({ record }) => record.body),
});
