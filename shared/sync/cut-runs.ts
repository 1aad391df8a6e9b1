/** Cuts runs out of a lane so that each fits a frame. */
import type { Lane } from '../lanes/lane.ts';
import type { StoredFrames } from '../lanes/full-pages.ts';
import { type LaneRun, writeLaneFrame } from '../lanes/lane-frame.ts';
import { runOf, runsOf } from '../lanes/lane-runs.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';

/** Leaves room for the frame's own header in 64 KiB. */
const MAX_RUN_BYTES = 63 * 1024;
const MAX_RUN_RECORDS = 400;
const OVERHEAD_A_RECORD = 8;
const OVERHEAD_A_RUN = 160;

type Where = Omit<LanePlace, 'segment' | 'device'>;

/** The longest run of durable records from `from` on that is in one segment and fits one frame. */
export const cutRun = (where: Where, lane: Lane, from: number): LaneRun | undefined => cut(where, lane, from, 1)[0];

/** So many runs, one after another, as fit one message together; each begins a segment, but for the first. */
export const cutRuns = (where: Where, lane: Lane, from: number): LaneRun[] =>
  cut(where, lane, from, Number.POSITIVE_INFINITY);

/** So much as fits one message, as it is sent: a page as it is stored, or what is cut from `from` on. */
export const cutFrames = (crypto: Crypto, where: Where, lane: Lane, from: number): StoredFrames | undefined => {
  const stored = lane.framesAt(from);
  if (stored !== undefined && sum(stored.frames) <= MAX_RUN_BYTES) return stored;
  const runs = cutRuns(where, lane, from);
  const count = runs.reduce((records, { envelopes }) => records + envelopes.length, 0);
  return count === 0 ? undefined : { frames: runs.map((run) => writeLaneFrame(crypto, run)), count };
};

const sum = (frames: readonly Uint8Array[]): number => frames.reduce((bytes, frame) => bytes + frame.length, 0);

const cut = (where: Where, lane: Lane, from: number, maxRuns: number): LaneRun[] => {
  const records: StoredRecord[] = [];
  let runs = 0;
  let bytes = 0;
  for (let seq = from; seq < lane.durable() && records.length < MAX_RUN_RECORDS; seq += 1) {
    const record = lane.record(seq);
    if (record === undefined) break;
    const begins = record.segment !== records.at(-1)?.segment;
    if (begins && runs === maxRuns) break;
    if (begins) runs += 1;
    bytes += sizeOf(record) + (begins ? OVERHEAD_A_RUN : 0);
    if (bytes > MAX_RUN_BYTES && records.length > 0) break;
    records.push(record);
  }
  return runsOf({ ...where, device: lane.device }, records);
};

const sizeOf = ({ bytes, body }: StoredRecord): number => bytes.length + (body?.length ?? 0) + OVERHEAD_A_RECORD;

/** One record with its body, if that is here. */
export const runOfOne = (where: Where, lane: Lane, seq: number): LaneRun | undefined => {
  const record = seq < lane.durable() ? lane.record(seq) : undefined;
  if (record?.body === undefined) return undefined;
  return runOf({ ...where, device: lane.device, segment: record.segment }, [record]);
};
