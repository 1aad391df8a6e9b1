/** Cuts runs out of a lane so that each fits a frame. */
import type { FreshRecord, Lane } from '../lanes/lane.ts';
import type { LaneRun } from '../lanes/lane-frame.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { SegmentShelf } from '../lanes/segment-shelf.ts';

/** Leaves room for the frame's own header in 64 KiB. */
const MAX_RUN_BYTES = 63 * 1024;
const MAX_RUN_RECORDS = 400;
const OVERHEAD_A_RECORD = 8;

/** The longest run of durable records from `from` on that is in one segment and fits one frame. */
export const cutRun = (
  where: Omit<LanePlace, 'segment' | 'device'>,
  lane: Lane,
  shelf: Pick<SegmentShelf, 'envelopes'>,
  from: number,
): LaneRun | undefined => {
  const first = from < lane.durable() ? lane.record(from) : undefined;
  if (first === undefined) return undefined;
  const bodies: (Uint8Array | undefined)[] = [];
  let bytes = 0;
  for (let seq = from; seq < lane.durable() && bodies.length < MAX_RUN_RECORDS; seq += 1) {
    const record = lane.record(seq);
    if (record === undefined || record.segment !== first.segment) break;
    bytes += record.size + (record.body?.length ?? 0) + OVERHEAD_A_RECORD;
    if (bytes > MAX_RUN_BYTES && bodies.length > 0) break;
    bodies.push(record.body);
  }
  const place = { ...where, device: lane.device, segment: first.segment };
  const envelopes = shelf.envelopes(place, first.index, first.index + bodies.length);
  return { place, from: first.index, envelopes, bodies };
};

/** @param fresh records of one lane and segment, contiguous, at least one */
export const runOf = (place: LanePlace, fresh: readonly FreshRecord[]): LaneRun => ({
  place,
  from: fresh[0]?.record.index ?? 0,
  envelopes: fresh.map(({ bytes }) => bytes),
  bodies: fresh.map(({ record }) => record.body),
});

/** A run of a lane with the bodies that are here now. */
export const withBodies = (lane: Lane, run: Omit<LaneRun, 'bodies'>): LaneRun => {
  const first = lane.firstOf(run.place.segment) + run.from;
  return { ...run, bodies: run.envelopes.map((_, i) => lane.record(first + i)?.body) };
};

/** One record with its body, if that is here. */
export const runOfOne = (
  where: Omit<LanePlace, 'segment' | 'device'>,
  lane: Lane,
  shelf: Pick<SegmentShelf, 'envelopes'>,
  seq: number,
): LaneRun | undefined => {
  const record = seq < lane.durable() ? lane.record(seq) : undefined;
  if (record?.body === undefined) return undefined;
  const place = { ...where, device: lane.device, segment: record.segment };
  const envelopes = shelf.envelopes(place, record.index, record.index + 1);
  return { place, from: record.index, envelopes, bodies: [record.body] };
};
