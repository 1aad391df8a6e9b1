/** Cuts runs out of a lane so that each fits a frame. */
import type { Lane } from '../lanes/lane.ts';
import type { LaneRun } from '../lanes/lane-frame.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';

/** Leaves room for the frame's own header in 64 KiB. */
const MAX_RUN_BYTES = 63 * 1024;
const MAX_RUN_RECORDS = 400;
const OVERHEAD_A_RECORD = 8;

/** The longest run of durable records from `from` on that is in one segment and fits one frame. */
export const cutRun = (where: Omit<LanePlace, 'segment' | 'device'>, lane: Lane, from: number): LaneRun | undefined => {
  const first = from < lane.durable() ? lane.record(from) : undefined;
  if (first === undefined) return undefined;
  const records: StoredRecord[] = [];
  let bytes = 0;
  for (let seq = from; seq < lane.durable() && records.length < MAX_RUN_RECORDS; seq += 1) {
    const record = lane.record(seq);
    if (record === undefined || record.segment !== first.segment) break;
    bytes += record.bytes.length + (record.body?.length ?? 0) + OVERHEAD_A_RECORD;
    if (bytes > MAX_RUN_BYTES && records.length > 0) break;
    records.push(record);
  }
  return runOf({ ...where, device: lane.device, segment: first.segment }, records);
};

/** @param records of one lane and segment, contiguous, at least one */
export const runOf = (place: LanePlace, records: readonly StoredRecord[]): LaneRun => ({
  place,
  from: records[0]?.index ?? 0,
  envelopes: records.map(({ bytes }) => bytes),
  bodies: records.map(({ body }) => body),
});

/** One record with its body, if that is here. */
export const runOfOne = (
  where: Omit<LanePlace, 'segment' | 'device'>,
  lane: Lane,
  seq: number,
): LaneRun | undefined => {
  const record = seq < lane.durable() ? lane.record(seq) : undefined;
  if (record?.body === undefined) return undefined;
  return runOf({ ...where, device: lane.device, segment: record.segment }, [record]);
};
