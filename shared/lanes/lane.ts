/**
 * One device's records in one channel, across segments: what has been accepted, the light index of it, and the bodies.
 * `accepted` runs ahead of `durable`: between them lie records that are being written to the journal. Only durable
 * records are served, acknowledged, shown or folded into documents.
 */
import { equalBytes } from '../base/bytes.ts';
import { type ChannelId, type CommunityId, type DeviceId, type RecordId, recordId, ZERO_ID } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { PageWithBytes, StoredPage } from '../ports/record-store.ts';
import { isAfter, segmentOf } from './hybrid-clock.ts';
import type { LaneRun } from './lane-frame.ts';
import type { Pages, StoredFrames } from './full-pages.ts';
import { createLaneRecords, type LaneRecords } from './lane-records.ts';
import { createPageCache } from './page-cache.ts';
import { hasValidSignature, isBodyOf, type LanePlace } from './record.ts';
import { readRecordOf, type StoredRecord } from './stored-record.ts';

/**
 * `fork`: the device signed two records under one number. `apart`: it signed one that follows another record than the
 * one here, so the two lanes part somewhere before.
 */
export type AcceptError = 'gap' | 'known' | 'bad-record' | 'bad-signature' | 'bad-body' | 'fork' | 'apart';

export type Lane = {
  device: DeviceId;
  /** Below the limit, as everything else here that counts. */
  accepted: () => number;
  durable: () => number;
  /** How many records count: governance's word (ban cut, proven fork). What lies beyond is kept and not told of. */
  limit: () => number;
  setLimit: (limit: number) => void;
  /** On the disk, beyond the limit too. */
  kept: () => number;
  /** Id of the last durable record, or zeros. */
  head: () => RecordId;
  last: () => StoredRecord | undefined;
  /**
   * Checks a run and, if every record in it is good, accepts those that are new. All or nothing.
   * @param own of the journal: `stored` follows what it followed there, so its signature was checked; `parked` may have followed
   * something else. Of both also what lies beyond the limit is kept
   */
  accept: (run: LaneRun, own?: 'stored' | 'parked') => Result<StoredRecord[], AcceptError>;
  /** So for several as `readLaneFrames` reads them: the newest signature vouches for all of them. */
  acceptAll: (runs: Runs) => Result<StoredRecord[], AcceptError>;
  /** Own records, made here. */
  append: (record: StoredRecord) => void;
  /** Everything below `count` is on the disk. */
  markDurable: (count: number) => void;
  record: (seq: number) => StoredRecord | undefined;
  /** Sooner than the record, mostly. */
  idOf: (seq: number) => Uint8Array | undefined;
  /** Of the last record; 0 if there is none. */
  lastSegment: () => number;
  /** Durable records from `from` on as lane frames, if they are stored just so. */
  framesAt: (from: number) => StoredFrames | undefined;
  /** The last durable records that are of one segment, ascending, `most` of them at least if there are so many. */
  newest: (most: number) => StoredRecord[];
  /** Number of the first record of a segment, were there one. */
  firstOf: (segment: number) => number;
  lacksBody: (seq: number) => boolean;
  /** Numbers of durable records whose body is not here, ascending. */
  bodiless: () => number[];
  /** What a run, which `accept` found good, has of bodies that are missing here: those records as they would be. */
  missingFrom: (run: LaneRun) => StoredRecord[];
  putBody: (seq: number, body: Uint8Array) => void;
  /** The body goes, the record stays: its hash still vouches for what follows. */
  dropBody: (seq: number) => void;
  /** Takes back what was accepted from `seq` on and could not be made durable. */
  takeBack: (seq: number) => void;
  /** A page of the record store, which follows what is here. */
  adopt: (page: StoredPage & { bytes?: Uint8Array }) => void;
  /**
   * What the record store lacks since the last call. It also gets what lies beyond the limit: that may rise again, and a
   * device that forgot over a restart what it had signed would sign something else under the same numbers.
   */
  takeUnsaved: (isShown: (record: StoredRecord) => boolean) => PageWithBytes[];
  /** What was taken is saved. */
  saved: () => void;
};

/** @param pages where old records are read; all stay in memory if it is left out */
export const createLane = (
  crypto: Crypto,
  where: { community: CommunityId; channel: ChannelId; device: DeviceId },
  pages: Pages = { cache: createPageCache(), store: {} },
): Lane => {
  const records = createLaneRecords(crypto, where, pages);
  const bodiless = new Set<number>();
  let kept = 0;
  let limit = Number.POSITIVE_INFINITY;
  const durable = (): number => Math.min(kept, limit);
  const accepted = (): number => Math.min(records.count(), limit);
  const push = (record: StoredRecord): void => {
    if (record.body === undefined) bodiless.add(record.envelope.seq);
    records.push(record);
  };
  const take = (runs: Runs, bound: number, isStored = false): ReturnType<typeof checkRuns> => {
    const checked = checkRuns(crypto, runs, records, { isStored, bound });
    if (checked.ok) checked.value.forEach(push);
    return checked;
  };
  return {
    device: where.device,
    accepted,
    durable,
    limit: () => limit,
    setLimit: (next) => void (limit = next),
    kept: () => kept,
    head: () => recordId((durable() > 0 ? records.idAt(durable() - 1) : undefined) ?? ZERO_ID),
    last: () => (accepted() > 0 ? records.at(accepted() - 1) : undefined),
    idOf: records.idAt,
    lastSegment: () => (accepted() > 0 ? records.segmentAt(accepted() - 1) : undefined) ?? 0,
    accept: (run, own) => take([run], own === undefined ? limit : Number.POSITIVE_INFINITY, own === 'stored'),
    acceptAll: (runs) => take(runs, limit),
    append: records.push,
    markDurable: (count) => {
      kept = Math.max(kept, Math.min(count, records.count()));
      records.fillPages(kept);
    },
    record: (seq) => (seq < 0 ? undefined : records.at(seq)),
    framesAt: (from) => within(durable(), from, records.framesAt),
    newest: (most) => records.newest(durable(), most),
    firstOf: records.lowerBound,
    lacksBody: (seq) => bodiless.has(seq),
    bodiless: () => (bodiless.size === 0 ? [] : [...bodiless].filter((seq) => seq < durable()).sort((a, b) => a - b)),
    missingFrom: (run) => (bodiless.size === 0 ? [] : foundIn(crypto, run, records, bodiless)),
    putBody: (seq, body) => void (records.setBody(seq, body) && bodiless.delete(seq)),
    dropBody: (seq) => void (records.setBody(seq, undefined) && bodiless.add(seq)),
    takeBack: (seq) => {
      records.takeBack(Math.max(seq, kept));
      for (const one of bodiless) if (one >= records.count()) bodiless.delete(one);
    },
    adopt: (page) => {
      records.adopt(page);
      page.bodiless.forEach((seq) => bodiless.add(seq));
      kept = records.count();
    },
    takeUnsaved: (isShown) => records.takeUnsaved(kept, isShown),
    saved: records.saved,
  };
};

const foundIn = (crypto: Crypto, run: LaneRun, held: LaneRecords, bodiless: ReadonlySet<number>): StoredRecord[] => {
  const first = held.lowerBound(run.place.segment) + run.from;
  return run.bodies.flatMap((body, i) => {
    if (body === undefined || !bodiless.has(first + i)) return [];
    const record = held.at(first + i);
    return record !== undefined && isBodyOf(crypto, record.envelope, body) ? [{ ...record, body }] : [];
  });
};

const within = (count: number, from: number, framesAt: Lane['framesAt']): StoredFrames | undefined => {
  const stored = from < count ? framesAt(from) : undefined;
  return stored === undefined || from + stored.count > count ? undefined : stored;
};

type Runs = readonly [LaneRun, ...LaneRun[]];

const checkRuns = (
  crypto: Crypto,
  runs: Runs,
  held: LaneRecords,
  { isStored, bound }: { isStored: boolean; bound: number },
): Result<StoredRecord[], AcceptError> => {
  const [{ place, from }] = runs;
  let previous = findBefore(held, place.segment, from);
  if (previous === 'gap') return fail('gap', 'records before this run are not here');
  const fresh: StoredRecord[] = [];
  for (const run of runs) {
    const last = checkRun(crypto, run, { held, bound, previous, fresh });
    if (!last.ok) return last;
    previous = last.value;
  }
  return isStored || isVouchedFor(crypto, runs, fresh)
    ? ok(fresh)
    : fail('bad-signature', 'the signature is not the device’s');
};

/**
 * @param with `previous`: the record that the run follows; `fresh`: those of it that are new are put there
 * @returns the last record that counts
 */
const checkRun = (
  crypto: Crypto,
  run: LaneRun,
  {
    held,
    bound,
    previous: before,
    fresh,
  }: { held: LaneRecords; bound: number; previous: StoredRecord | undefined; fresh: StoredRecord[] },
): Result<StoredRecord | undefined, AcceptError> => {
  let previous = before;
  const count = held.count();
  for (let at = 0; at < run.envelopes.length; at += 1) {
    const record = readRecordOf(crypto, run, at, previous);
    if (record === undefined) return fail('bad-record', 'a record has the wrong form');
    const { seq } = record.envelope;
    if (seq >= bound) break;
    const here = seq < count ? held.at(seq) : undefined;
    const problem = checkGap(record, count + fresh.length) ?? checkRecord(crypto, run, record, { previous, here });
    if (problem !== undefined) return problem;
    if (here === undefined) fresh.push(record);
    previous = here ?? record;
  }
  return ok(previous);
};

/** The newest of those that are taken vouches for all before it. */
const isVouchedFor = (crypto: Crypto, runs: readonly LaneRun[], fresh: readonly StoredRecord[]): boolean => {
  const newest = fresh.at(-1);
  const run = runs.find(({ place }) => place.segment === newest?.segment);
  return newest === undefined || (run !== undefined && hasValidSignature(crypto, run.place, newest.envelope));
};

const checkGap = (record: StoredRecord, count: number): ReturnType<typeof fail<'gap'>> | undefined =>
  record.envelope.seq > count ? fail('gap', 'records of an earlier segment are not here') : undefined;

type Problem = ReturnType<typeof fail<AcceptError>>;

/** @param near the record before it, and the one already held under its number */
const checkRecord = (
  crypto: Crypto,
  { place }: LaneRun,
  record: StoredRecord,
  near: { previous: StoredRecord | undefined; here: StoredRecord | undefined },
): Problem | undefined =>
  checkOrder(crypto, place, record, near.previous) ??
  checkBody(crypto, record) ??
  checkFork(crypto, place, record, near.here);

const checkOrder = (
  crypto: Crypto,
  place: LanePlace,
  { envelope, segment }: StoredRecord,
  previous: StoredRecord | undefined,
): Problem | undefined => {
  const expectedSeq = previous === undefined ? 0 : previous.envelope.seq + 1;
  if (envelope.seq !== expectedSeq || !equalBytes(envelope.prev, previous?.id ?? ZERO_ID)) {
    // also under another number: the lanes may have parted before this segment, which then began elsewhere there
    return hasValidSignature(crypto, place, envelope)
      ? fail('apart', 'it follows another record than the one here')
      : fail('bad-record', 'a record does not follow the one before it');
  }
  if (segmentOf(envelope.clock) !== segment) return fail('bad-record', 'a record is in the wrong segment');
  const clockGrows = previous === undefined || isAfter(envelope.clock, previous.envelope.clock);
  return clockGrows ? undefined : fail('bad-record', 'a record’s clock does not grow');
};

/** One may be missing: what was deleted or purged has none. Whose is missing without a reason is asked for. */
const checkBody = (crypto: Crypto, { envelope, body }: StoredRecord): Problem | undefined =>
  body === undefined || isBodyOf(crypto, envelope, body)
    ? undefined
    : fail('bad-body', 'a body is not the one that was signed');

/** Only the device itself can fork its lane; anybody else's record of that number is a forgery. */
const checkFork = (
  crypto: Crypto,
  place: LanePlace,
  record: StoredRecord,
  here: StoredRecord | undefined,
): Problem | undefined => {
  if (here === undefined || equalBytes(here.id, record.id)) return undefined;
  return hasValidSignature(crypto, place, record.envelope)
    ? fail('fork', 'two records with one number')
    : fail('bad-signature', 'the signature is not the device’s');
};

/** The record that a run starting at `index` of a segment follows; undefined for the very first. */
const findBefore = (held: LaneRecords, segment: number, index: number): StoredRecord | undefined | 'gap' => {
  const firstOfSegment = held.lowerBound(segment);
  const seq = firstOfSegment + index;
  if (seq > held.count()) return 'gap';
  if (index === 0) return firstOfSegment === 0 ? undefined : held.at(firstOfSegment - 1);
  const before = held.at(seq - 1);
  return before !== undefined && before.segment === segment ? before : 'gap';
};
