/**
 * The newest records of a lane, read without those before them. What they say of each other is checked as in a lane; that the
 * first follows what is, or will be, here is not known yet.
 */
import { equalBytes } from '../base/bytes.ts';
import { ZERO_ID } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Crypto } from '../ports/crypto.ts';
import { isAfter, segmentOf } from './hybrid-clock.ts';
import type { LaneRun } from './lane-frame.ts';
import { bodyHashOf, hasValidSignature, readEnvelope, recordIdOf } from './record.ts';
import type { StoredRecord } from './stored-record.ts';

export type TailError = 'bad-record' | 'bad-body' | 'bad-signature';

/** @param limit of the lane: what is beyond it is not looked at */
export const readTail = (crypto: Crypto, run: LaneRun, limit: number): Result<StoredRecord[], TailError> => {
  const records: StoredRecord[] = [];
  for (const [at, bytes] of run.envelopes.entries()) {
    const before = records.at(-1);
    const record = readOne(crypto, run, at, bytes, before);
    if (record === undefined || !isInPlace(record) || !follows(record, before))
      return fail('bad-record', 'a record of a tail has the wrong form, or does not follow the one before it');
    if (!hasItsBody(crypto, record)) return fail('bad-body', 'a body is not the one that was signed');
    if (record.envelope.seq >= limit) break;
    records.push(record);
  }
  const newest = records.at(-1);
  // it vouches for all before it
  return newest === undefined || hasValidSignature(crypto, run.place, newest.envelope)
    ? ok(records)
    : fail('bad-signature', 'the signature is not the device’s');
};

const readOne = (
  crypto: Crypto,
  { place, from, bodies }: LaneRun,
  at: number,
  bytes: Uint8Array,
  before: StoredRecord | undefined,
): StoredRecord | undefined => {
  const envelope = readEnvelope(bytes, before);
  if (envelope === undefined) return undefined;
  const id = recordIdOf(crypto, place, envelope);
  return { id, envelope, bytes, body: bodies[at], segment: place.segment, index: from + at };
};

/** As far as it shows by itself. */
const isInPlace = ({ envelope, segment, index }: StoredRecord): boolean =>
  segmentOf(envelope.clock) === segment &&
  index <= envelope.seq &&
  (envelope.seq === 0) === equalBytes(envelope.prev, ZERO_ID);

const follows = ({ envelope }: StoredRecord, before: StoredRecord | undefined): boolean =>
  before === undefined ||
  (envelope.seq === before.envelope.seq + 1 &&
    equalBytes(envelope.prev, before.id) &&
    isAfter(envelope.clock, before.envelope.clock));

const hasItsBody = (crypto: Crypto, { envelope, body }: StoredRecord): boolean =>
  body === undefined ||
  (body.length === envelope.bodyLength && equalBytes(bodyHashOf(crypto, body), envelope.bodyHash));
