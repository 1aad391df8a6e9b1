import { beforeAll, expect, test } from 'vitest';

import { equalBytes } from '../base/bytes.ts';
import { ZERO_ID } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { drawFrom, MUTATIONS } from '../testing/frame-mutations.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { SEGMENT_MS } from './hybrid-clock.ts';
import { type LaneRun, readLaneFrame, writeLaneFrame } from './lane-frame.ts';
import { readTail } from './lane-tail.ts';
import type { StoredRecord } from './stored-record.ts';
import { type Header, signRecord, writeEnvelope } from './record.ts';

const NOW = Date.UTC(2026, 10, 26);
const EVERYTHING = Number.POSITIVE_INFINITY;
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (count: number) => {
  const alice = laneCast(crypto, 71);
  for (let i = 0; i < count; i += 1) alice.write(`message ${i}`, NOW + i);
  return { ...alice, tail: (from: number) => alice.tail(from, count) };
};

const errorOf = (run: LaneRun, limit = EVERYTHING): string | undefined => {
  const read = readTail(crypto, run, limit);
  return read.ok ? undefined : read.error;
};

test('[WF-11] the newest records of alice’s lane read by themselves, and are the same records', () => {
  const alice = written(40);
  for (const from of [0, 1, 30, 39]) {
    const read = readTail(crypto, alice.tail(from), EVERYTHING);
    expect(read.ok && read.value.map(({ id, body, index, segment }) => ({ id, body, index, segment }))).toEqual(
      alice.records.slice(from).map(({ id, body, index, segment }) => ({ id, body, index, segment })),
    );
  }
});

test('[WF-11] a first record that leaves something out, as in a lane, is refused', () => {
  expect(errorOf(written(5).run(2, 5))).toBe('bad-record');
});

test('[SY-21] records without bodies are fine: somebody deleted them', () => {
  const tail = written(5).tail(2);
  expect(errorOf({ ...tail, bodies: [undefined, tail.bodies[1], undefined] })).toBeUndefined();
});

test('[SY-21] what is beyond the limit is not looked at, and the newest below it has to be signed', () => {
  const alice = written(10);
  const read = readTail(crypto, alice.tail(4), 7);
  expect(read.ok && read.value.map(({ envelope }) => envelope.seq)).toEqual([4, 5, 6]);
  expect(readTail(crypto, alice.tail(4), 4)).toMatchObject({ ok: true, value: [] });
});

/** Alice's record 5 and 6, of which mallory has changed something. */
const changed = (who: 'alice' | 'mallory', change: (header: Header) => Partial<Header>): LaneRun => {
  const alice = written(7);
  const [before, last] = alice.records.slice(5);
  if (before === undefined || last === undefined) throw new Error('alice has written these');
  const tail = alice.tail(5);
  const key = who === 'alice' ? alice.keys : crypto.signingKeys(new Uint8Array(32).fill(66));
  const { envelope } = signRecord(crypto, tail.place, { ...last.envelope, ...change(last.envelope) }, key.privateKey);
  const [first = new Uint8Array(0)] = tail.envelopes;
  return { ...tail, envelopes: [first, writeEnvelope(envelope, before.envelope)] };
};

test('[SY-21] a chain that is broken is refused, whoever signed it', () => {
  expect(errorOf(changed('alice', () => ({})))).toBeUndefined();
  expect(errorOf(changed('alice', ({ seq }) => ({ seq: seq + 1 })))).toBe('bad-record');
  expect(errorOf(changed('alice', ({ clock }) => ({ clock: { ...clock, ms: clock.ms - 1 } })))).toBe('bad-record');
  expect(errorOf(changed('alice', ({ clock }) => ({ clock: { ...clock, ms: clock.ms + SEGMENT_MS } })))).toBe(
    'bad-record',
  );
  expect(errorOf(changed('alice', () => ({ bodyHash: new Uint8Array(32) })))).toBe('bad-body');
  expect(errorOf(changed('mallory', () => ({})))).toBe('bad-signature');
});

test('[SY-21] one record changed in the middle: the newest does not follow it any more', () => {
  const alice = written(9);
  const tail = alice.tail(5);
  for (let at = 0; at < 4; at += 1) {
    const envelopes = tail.envelopes.map((bytes, i) =>
      bytes.map((byte, b) => (i === at && b === bytes.length - 1 ? byte ^ 1 : byte)),
    );
    expect(errorOf({ ...tail, envelopes })).toBe('bad-signature');
    const bodies = tail.bodies.map((body, i) => (i === at ? alice.records[0]?.body : body));
    expect(errorOf({ ...tail, bodies })).toBe('bad-body');
  }
});

test('[SY-21] it stands where it says: place, segment and number fit', () => {
  const tail = written(9).tail(5);
  expect(errorOf({ ...tail, place: { ...tail.place, segment: tail.place.segment + 1 } })).toBe('bad-record');
  expect(errorOf({ ...tail, from: 6 })).toBe('bad-record');
  const mallory = laneCast(crypto, 72);
  expect(errorOf({ ...tail, place: { ...tail.place, device: mallory.where.device } })).toBe('bad-signature');
});

test('[SY-21] a first record of a lane follows nothing, and every other follows something', () => {
  const alice = written(1);
  const [first] = alice.records;
  if (first === undefined) throw new Error('alice has written one');
  const signed = (header: Partial<Header>): LaneRun => {
    const { envelope } = signRecord(
      crypto,
      alice.tail(0).place,
      { ...first.envelope, ...header },
      alice.keys.privateKey,
    );
    return { ...alice.tail(0), envelopes: [writeEnvelope(envelope, undefined)] };
  };
  expect(errorOf(signed({}))).toBeUndefined();
  expect(errorOf(signed({ prev: new Uint8Array(32).fill(1) }))).toBe('bad-record');
  expect(errorOf(signed({ seq: 3 }))).toBe('bad-record');
  expect(errorOf(signed({ seq: 3, prev: new Uint8Array(32).fill(1) }))).toBeUndefined();
});

const SPOILT = 20_000;
/** So that those who spoil it know where its numbers are. */
const asMessage = (run: LaneRun): Uint8Array => Uint8Array.of(26, ...writeLaneFrame(crypto, run));

test('[SY-21] of 20,000 spoilt tails each is refused, or says nothing that alice has not said', () => {
  const alice = written(30);
  const said = new Map(alice.records.map(({ envelope, id, body }) => [envelope.seq, { id, body }]));
  const [frame, other] = [asMessage(alice.tail(9)), asMessage(alice.tail(20))];
  const draw = drawFrom(73);
  const mutations = Object.values(MUTATIONS);
  const met = new Set<string>();
  const read = (bytes: Uint8Array): StoredRecord[] => {
    const run = readLaneFrame(crypto, alice.where.community, bytes, 100);
    const tail = run.ok ? readTail(crypto, run.value, EVERYTHING) : run;
    met.add(tail.ok ? 'read' : tail.error);
    return tail.ok ? tail.value : [];
  };
  for (let i = 0; i < SPOILT; i += 1) {
    const spoilt = mutations[draw(mutations.length)]?.(frame, draw, other) ?? frame;
    for (const { envelope, id, body } of read(spoilt.subarray(1))) {
      const honest = said.get(envelope.seq);
      expect(equalBytes(id, honest?.id ?? ZERO_ID)).toBe(true);
      expect(body ?? honest?.body).toEqual(honest?.body);
    }
  }
  for (const outcome of ['malformed', 'too-many', 'bad-record', 'bad-body', 'bad-signature'])
    expect(met).toContain(outcome);
});
