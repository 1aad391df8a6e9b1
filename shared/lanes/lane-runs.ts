/** Records of a lane as runs. */
import type { LaneRun } from './lane-frame.ts';
import type { LanePlace } from './record.ts';
import type { StoredRecord } from './stored-record.ts';

export type LaneName = Omit<LanePlace, 'segment'>;

/** @param records of one lane and segment, contiguous, at least one */
export const runOf = (place: LanePlace, records: readonly StoredRecord[]): LaneRun => ({
  place,
  from: records[0]?.index ?? 0,
  envelopes: records.map(({ bytes }) => bytes),
  bodies: records.map(({ body }) => body),
});

/** @param records of one lane, contiguous. @returns a run for each segment */
export const runsOf = (lane: LaneName, records: readonly StoredRecord[]): LaneRun[] =>
  bySegment(lane, records).map(({ place, part }) => runOf(place, part));

/** @param records of one lane, contiguous */
export const bySegment = (
  { community, channel, device }: LaneName,
  records: readonly StoredRecord[],
): { place: LanePlace; part: StoredRecord[] }[] => {
  const parts: { place: LanePlace; part: StoredRecord[] }[] = [];
  for (const record of records) {
    const { segment } = record;
    const last = parts.at(-1);
    if (last?.place.segment === segment) last.part.push(record);
    else parts.push({ place: { community, channel, segment, device }, part: [record] });
  }
  return parts;
};
