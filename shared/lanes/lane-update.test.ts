/** What our writer makes is what Yjs takes: the subset, checked against Yjs itself. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';

import { equalBytes } from '../base/bytes.ts';
import { deviceId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { laneClientOf } from './lane-client.ts';
import { readLaneFrame, writeLaneFrame, writeLaneUpdate } from './lane-frame.ts';
import { createSegmentDocument } from './segment-document.ts';

const NOW = Date.UTC(2026, 10, 23);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (seed: number, count: number) => {
  const cast = laneCast(crypto, seed);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i}`, NOW + i * 1_000);
  return cast;
};
type Cast = ReturnType<typeof written>;

/** Cuts 0…`length` at the given places. */
const pieces = (length: number, cuts: readonly number[]): [number, number][] => {
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < length), length])].sort((a, b) => a - b);
  return ends.map((end, i) => [ends[i - 1] ?? 0, end]);
};

test('Yjs takes our update whole, and the device’s root array has the records in order', () => {
  const alice = written(41, 40);
  const doc = new Y.Doc({ gc: false });
  for (const [from, to] of [
    [0, 1],
    [1, 30],
    [30, 40],
  ] as const)
    Y.applyUpdate(doc, writeLaneUpdate(crypto, alice.run(from, to)));
  const { place } = alice.run(0, 1);
  expect([...doc.share.keys()]).toEqual([place.device]);
  expect(doc.getArray(place.device).toArray()).toEqual(alice.records.map((record) => record.bytes));
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
  expect(Y.getState(doc.store, laneClientOf(crypto, place))).toBe(40);
  expect(Y.decodeStateVector(Y.encodeStateVector(doc))).toEqual(new Map([[laneClientOf(crypto, place), 40]]));
});

test('[LN-7] what Yjs encodes of a lane is, byte for byte, what our writer makes of it', () => {
  const alice = written(42, 70);
  const doc = new Y.Doc({ gc: false });
  for (const [from, to] of pieces(70, [1, 2, 40])) Y.applyUpdate(doc, writeLaneUpdate(crypto, alice.run(from, to)));
  expect(Y.encodeStateAsUpdate(doc)).toEqual(writeLaneUpdate(crypto, alice.run(0, 70)));
  // and of the difference to somebody who has 25: our own run from there on
  const client = laneClientOf(crypto, alice.run(0, 1).place);
  const theirs = Y.encodeStateVector(new Map([[client, 25]]));
  expect(Y.encodeStateAsUpdate(doc, theirs)).toEqual(writeLaneUpdate(crypto, alice.run(25, 70)));
});

test('[LN-7] our reader reads back exactly what our writer wrote, for any run', () => {
  const alice = written(43, 60);
  fc.assert(
    fc.property(fc.nat(59), fc.nat(59), fc.subarray([0, 1, 2, 3, 4, 5]), (a, b, missing) => {
      const run = alice.run(Math.min(a, b), Math.max(a, b) + 1);
      const sent = { ...run, bodies: run.bodies.map((body, i) => (missing.includes(i) ? undefined : body)) };
      const frame = writeLaneFrame(crypto, sent);
      const read = readLaneFrame(crypto, run.place.community, frame);
      if (!read.ok) throw new Error(read.message);
      expect([read.value.place, read.value.from]).toEqual([sent.place, sent.from]);
      expect(read.value.bodies.map((body) => body?.length)).toEqual(sent.bodies.map((body) => body?.length));
      expect(equalBytes(writeLaneFrame(crypto, read.value), frame)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('replicas that folded the same lanes in any order and batches are byte-identical', () => {
  const casts = [written(44, 90), written(45, 60), written(46, 1)];
  const fold = (steps: readonly { cast: Cast; from: number; to: number }[]): Uint8Array => {
    const document = createSegmentDocument(crypto);
    for (const { cast, from, to } of steps) {
      const run = cast.run(from, to);
      document.fold(run.place, run.from, run.envelopes);
    }
    for (const cast of casts) {
      const { device } = cast.where;
      expect(document.folded(device)).toBe(cast.records.length);
      const folded = document.envelopes(device, 0, cast.records.length);
      expect(cast.records.every(({ bytes }, i) => equalBytes(bytes, folded[i] ?? new Uint8Array(0)))).toBe(true);
    }
    const bytes = document.encode();
    document.dispose();
    return bytes;
  };
  const whole = fold(casts.map((cast) => ({ cast, from: 0, to: cast.records.length })));
  fc.assert(
    fc.property(
      fc.tuple(...casts.map((cast) => fc.array(fc.nat(cast.records.length), { maxLength: 6 }))),
      fc.infiniteStream(fc.nat(2)),
      (cuts, turns) => {
        const queues = casts.map((cast, i) =>
          pieces(cast.records.length, cuts[i] ?? []).map(([from, to]) => ({ cast, from, to })),
        );
        const steps: { cast: Cast; from: number; to: number }[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const turn = turns.next().value ?? 0;
          const queue = [...queues.slice(turn), ...queues.slice(0, turn)].find((one) => one.length > 0);
          steps.push(...(queue?.splice(0, 1) ?? []));
        }
        expect(equalBytes(fold(steps), whole)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('a document reloaded half-way goes on, and ends byte-identical to one that never stopped', () => {
  const alice = written(47, 80);
  const { place } = alice.run(0, 1);
  const before = createSegmentDocument(crypto);
  before.fold(place, 0, alice.run(0, 33).envelopes);
  const reloaded = new Y.Doc({ gc: false });
  Y.applyUpdate(reloaded, before.encode());
  Y.applyUpdate(reloaded, writeLaneUpdate(crypto, alice.run(33, 80)));
  const never = createSegmentDocument(crypto);
  never.fold(place, 0, alice.run(0, 80).envelopes);
  expect(Y.encodeStateAsUpdate(reloaded)).toEqual(never.encode());
  before.dispose();
  never.dispose();
});

test('a run that leaves a gap, or says again what is folded, is a bug and leaves the document as it was', () => {
  const alice = written(48, 10);
  const { place } = alice.run(0, 1);
  const document = createSegmentDocument(crypto);
  document.fold(place, 0, alice.run(0, 5).envelopes);
  const bytes = document.encode();
  expect(() => document.fold(place, 6, alice.run(6, 10).envelopes)).toThrow('does not follow');
  expect(() => document.fold(place, 4, alice.run(4, 10).envelopes)).toThrow('does not follow');
  expect(document.encode()).toEqual(bytes);
  document.dispose();
});

test('[LN-7] a lane’s client number is a safe integer of 53 bits, and another for each part of its place', () => {
  const { place } = written(49, 1).run(0, 1);
  const elsewhere = [
    { ...place, segment: place.segment + 1 },
    { ...place, device: deviceId(new Uint8Array(32).fill(9)) },
    { ...place, channel: place.device as string as typeof place.channel },
    { ...place, community: place.device as string as typeof place.community },
  ];
  const clients = [place, ...elsewhere].map((one) => laneClientOf(crypto, one));
  expect(new Set(clients).size).toBe(5);
  for (const client of clients) expect(Number.isSafeInteger(client)).toBe(true);
  expect(Math.max(...clients)).toBeGreaterThan(2 ** 40);
  expect(laneClientOf(crypto, { ...place })).toBe(clients[0]);
});
