/** Records by hand, for tests of lanes: alice's device in one channel of one community. */
import { encodeUtf8 } from 'lib0/string';

import { channelId, communityId, deviceId, ZERO_ID } from '../base/ids.ts';
import { nextClock, segmentOf } from '../lanes/hybrid-clock.ts';
import type { LaneRun } from '../lanes/lane-frame.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { bodyHashOf, encryptBody, signRecord, writeEnvelope } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createSeededRandom } from './seeded-random.ts';

export type CastRecord = StoredRecord;

export const KEY = new Uint8Array(32).fill(7);

export const laneCast = (crypto: Crypto, seed: number) => {
  const random = createSeededRandom(seed);
  const keys = crypto.signingKeys(random.bytes(32));
  const where = {
    community: communityId(new Uint8Array(32).fill(1)),
    channel: channelId(new Uint8Array(32).fill(2)),
    device: deviceId(keys.publicKey),
  };
  const records: CastRecord[] = [];

  const write = (text: string, now: number): CastRecord => {
    const last = records[records.length - 1];
    const clock = nextClock(last?.envelope.clock, now);
    const segment = segmentOf(clock);
    const place = { ...where, segment };
    const header = {
      seq: records.length,
      clock,
      prev: last?.id ?? ZERO_ID,
      gov: [new Uint8Array(32).fill(3)],
      epoch: new Uint8Array(32).fill(4),
    };
    const body = encryptBody(crypto, place, header, encodeUtf8(text), { recordKey: KEY, nonce: random.bytes(24) });
    const full = { ...header, bodyLength: body.length, bodyHash: bodyHashOf(crypto, body) };
    const signed = signRecord(crypto, place, full, keys.privateKey);
    const isFirst = last === undefined || last.segment !== segment;
    const bytes = writeEnvelope(signed.envelope, isFirst ? undefined : last.envelope);
    const record = { ...signed, bytes, body, segment, index: isFirst ? 0 : last.index + 1 };
    records.push(record);
    return record;
  };

  const run = (from: number, to: number): LaneRun => {
    const part = records.slice(from, to);
    return {
      place: { ...where, segment: part[0]?.segment ?? 0 },
      from: part[0]?.index ?? 0,
      envelopes: part.map((record) => record.bytes),
      bodies: part.map((record) => record.body),
    };
  };
  /** Its first record leaves nothing out. */
  const tail = (from: number, to: number): LaneRun => {
    const whole = records.slice(from, from + 1).map(({ envelope }) => writeEnvelope(envelope, undefined));
    const part = run(from, to);
    return { ...part, envelopes: [...whole, ...part.envelopes.slice(1)] };
  };
  return { where, keys, records, write, run, tail };
};
