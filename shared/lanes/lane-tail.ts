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
import { hasValidSignature, isBodyOf } from './record.ts';
import { readRecordOf, type StoredRecord } from './stored-record.ts';

export type TailError = 'bad-record' | 'bad-body' | 'bad-signature';

/** @param limit of the lane: what is beyond it is not looked at */
export const readTail = (crypto: Crypto, run: LaneRun, limit: number): Result<StoredRecord[], TailError> => {
  const records: StoredRecord[] = [];
  for (let at = 0; at < run.envelopes.length; at += 1) {
    const before = records.at(-1);
    const record = readRecordOf(crypto, run, at, before);
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
  body === undefined || isBodyOf(crypto, envelope, body);
