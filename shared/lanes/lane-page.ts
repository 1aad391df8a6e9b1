/**
 * Pages: records of one lane, one after another, as they are stored, and read back when something of them is wanted.
 *
 * 0, or 1 · id 32 · envelope in full (length-prefixed), of the record before, where the first is not its segment's first
 * · then for each segment a lane frame (length-prefixed), whose update is one of Yjs
 */
import { equalBytes } from '../base/bytes.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type LaneRun, readLaneFrame, writeLaneFrame } from './lane-frame.ts';
import { type LaneName, runsOf } from './lane-runs.ts';
import { MAX_ENVELOPE_BYTES, readEnvelope, type SignedRecord, writeEnvelope } from './record.ts';
import { readRecordOf, type StoredRecord } from './stored-record.ts';

/** @param records at least one @param before the record that the first one follows */
export const writePage = (
  crypto: Crypto,
  lane: LaneName,
  records: readonly StoredRecord[],
  before: StoredRecord | undefined,
): Uint8Array => {
  const writer = createWriter();
  if (records[0]?.index === 0) writer.u8(0);
  else if (before === undefined) throw new Error('a page begins after a record that is not here');
  else writer.u8(1).raw(before.id).bytes(writeEnvelope(before.envelope, undefined));
  for (const run of runsOf(lane, records)) writer.bytes(writeLaneFrame(crypto, run));
  return writer.done();
};

/** @returns its lane frames as they stand there, views; undefined if the bytes are not a page */
export const framesOf = (bytes: Uint8Array): Uint8Array[] | undefined => {
  const reader = createReader(bytes);
  if (reader.u8() !== 0) readBefore(reader);
  const frames: Uint8Array[] = [];
  while (!reader.failed() && !reader.finished()) frames.push(reader.viewOfBytes(bytes.length));
  return reader.failed() || frames.length === 0 ? undefined : frames;
};

/** Without reading those before. @returns the records of the page's last segment; undefined if that does not begin there */
export const readLastSegment = (crypto: Crypto, lane: LaneName, bytes: Uint8Array): StoredRecord[] | undefined => {
  const last = framesOf(bytes)?.at(-1);
  const read = last && readLaneFrame(crypto, lane.community, last, Number.MAX_SAFE_INTEGER);
  return read?.ok === true && isOf(lane, read.value) && read.value.from === 0
    ? readRun(crypto, read.value, undefined)
    : undefined;
};

/** @returns undefined if the bytes are not a page of that lane */
export const readPage = (crypto: Crypto, lane: LaneName, bytes: Uint8Array): StoredRecord[] | undefined => {
  const reader = createReader(bytes);
  let before = reader.u8() === 0 ? undefined : readBefore(reader);
  const records: StoredRecord[] = [];
  while (!reader.failed() && !reader.finished()) {
    const read = readLaneFrame(crypto, lane.community, reader.viewOfBytes(bytes.length), Number.MAX_SAFE_INTEGER);
    const run = read.ok && isOf(lane, read.value) ? readRun(crypto, read.value, before) : undefined;
    if (run === undefined) return undefined;
    for (const record of run) records.push(record);
    before = run.at(-1);
  }
  return reader.failed() || records.length === 0 ? undefined : records;
};

const readBefore = (reader: Reader): SignedRecord | undefined => {
  const id = reader.raw(32);
  const envelope = readEnvelope(reader.bytes(MAX_ENVELOPE_BYTES), undefined);
  return envelope && { id, envelope };
};

const isOf = ({ channel, device }: LaneName, { place }: LaneRun): boolean =>
  place.channel === channel && place.device === device;

/** Each follows the one before it by its id: the last one's id vouches for the whole page. */
const readRun = (crypto: Crypto, run: LaneRun, followed: SignedRecord | undefined): StoredRecord[] | undefined => {
  const records: StoredRecord[] = [];
  for (let at = 0; at < run.envelopes.length; at += 1) {
    const before = records.at(-1) ?? followed;
    const record = readRecordOf(crypto, run, at, before);
    if (record === undefined || (before !== undefined && !equalBytes(record.envelope.prev, before.id)))
      return undefined;
    records.push(record);
  }
  return records;
};
