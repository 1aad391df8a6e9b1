import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { laneCast } from '../testing/lane-cast.ts';
import type { FreshRecord } from './lane.ts';
import { type LaneRun, writeLaneUpdate } from './lane-frame.ts';
import { createSegmentShelf, type SegmentShelf } from './segment-shelf.ts';

const NOW = Date.UTC(2026, 10, 24);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (seed: number, count: number) => {
  const cast = laneCast(crypto, seed);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i}`, NOW + i);
  const { place } = cast.run(0, 1);
  const fresh = (from: number, to: number): FreshRecord[] =>
    cast.records.slice(from, to).map((record) => ({ record, bytes: record.bytes }));
  const all = cast.records.map(({ bytes }) => bytes);
  return { ...cast, place, fresh, all };
};

/** What a record store keeps: a run replaces the one that begins at the same place. */
const storedBy = (shelf: SegmentShelf, before: readonly LaneRun[] = []): LaneRun[] => {
  const runs = new Map(before.map((run) => [`${run.place.device} ${run.from}`, run]));
  for (const run of shelf.takeChanged()) runs.set(`${run.place.device} ${run.from}`, run);
  return [...runs.values()].sort((a, b) => a.from - b.from);
};

test('records wait hot until enough have gathered, and are read back from both parts alike', () => {
  const alice = written(61, 700);
  const shelf = createSegmentShelf(crypto);
  for (let i = 0; i < 700; i += 10) shelf.add(alice.place, alice.fresh(i, i + 10));
  const document = shelf.document(alice.place.channel, alice.place.segment);
  expect(document?.folded(alice.place.device)).toBe(512);
  expect(shelf.envelopes(alice.place, 0, 700)).toEqual(alice.all);
  expect(shelf.envelopes(alice.place, 500, 530)).toEqual(alice.all.slice(500, 530));
  expect(shelf.envelopes(alice.place, 600, 601)).toEqual(alice.all.slice(600, 601));
  shelf.dispose();
});

test('what is to be stored is each lane’s changed part, and its updates make the very document', () => {
  const alice = written(62, 600);
  const shelf = createSegmentShelf(crypto);
  let stored: LaneRun[] = [];
  for (let i = 0; i < 600; i += 30) {
    shelf.add(alice.place, alice.fresh(i, i + 30));
    stored = storedBy(shelf, stored);
  }
  expect(stored.map(({ from, envelopes }) => [from, envelopes.length])).toEqual([
    [0, 256],
    [256, 256],
    [512, 88],
  ]);
  expect(shelf.takeChanged()).toEqual([]);
  const doc = new Y.Doc({ gc: false });
  for (const run of stored) Y.applyUpdate(doc, writeLaneUpdate(crypto, run));
  expect(doc.getArray(alice.place.device).toArray()).toEqual(alice.all);
  shelf.dispose();
});

test('a shelf filled from the store goes on where the last one stopped, and becomes the same document', () => {
  const alice = written(63, 900);
  const first = createSegmentShelf(crypto);
  first.add(alice.place, alice.fresh(0, 300));
  const stored = storedBy(first);
  const second = createSegmentShelf(crypto);
  for (const run of stored) second.adopt(run.place, alice.fresh(run.from, run.from + run.envelopes.length));
  expect(second.takeChanged()).toEqual([]);
  second.add(alice.place, alice.fresh(300, 900));
  const grown = storedBy(second, stored);
  expect(grown.map(({ from }) => from)).toEqual([0, 256, 512, 768]);
  expect(grown.flatMap(({ envelopes }) => envelopes)).toEqual(alice.all);

  const whole = createSegmentShelf(crypto);
  whole.add(alice.place, alice.fresh(0, 900));
  const documentOf = (shelf: SegmentShelf) => shelf.document(alice.place.channel, alice.place.segment)?.encode();
  expect(documentOf(second)).toEqual(documentOf(whole));
  for (const shelf of [first, second, whole]) shelf.dispose();
});

test('large bodies are folded by their weight, so that a hot tail is never much to write again', () => {
  const alice = laneCast(crypto, 64);
  for (let i = 0; i < 40; i += 1) alice.write('x'.repeat(30_000), NOW + i);
  const { place } = alice.run(0, 1);
  const shelf = createSegmentShelf(crypto);
  shelf.add(
    place,
    alice.records.map((record) => ({ record, bytes: record.bytes })),
  );
  for (const run of shelf.takeChanged()) expect(run.envelopes.length).toBeLessThanOrEqual(9);
  shelf.dispose();
});

test('a record that does not follow its lane’s tail is a bug and is not taken', () => {
  const alice = written(65, 20);
  const shelf = createSegmentShelf(crypto);
  shelf.add(alice.place, alice.fresh(0, 5));
  expect(() => shelf.add(alice.place, alice.fresh(6, 7))).toThrow('does not follow');
  expect(() => shelf.add(alice.place, alice.fresh(4, 5))).toThrow('does not follow');
  expect(shelf.envelopes(alice.place, 0, 20)).toEqual(alice.all.slice(0, 5));
  shelf.dispose();
});

test('a record whose body went or came has its run stored again: a folded one as it was cut, a hot one with its tail', () => {
  const alice = written(66, 600);
  const first = createSegmentShelf(crypto);
  first.add(alice.place, alice.fresh(0, 600));
  const stored = storedBy(first);
  const second = createSegmentShelf(crypto);
  for (const run of stored) second.adopt(run.place, alice.fresh(run.from, run.from + run.envelopes.length));
  for (const shelf of [first, second]) {
    for (const index of [300, 301, 0]) shelf.touch(alice.place, index);
    expect(shelf.takeTouched()).toEqual([
      { place: alice.place, from: 256, envelopes: alice.all.slice(256, 512) },
      { place: alice.place, from: 0, envelopes: alice.all.slice(0, 256) },
    ]);
    expect([shelf.takeTouched(), shelf.takeChanged()]).toEqual([[], []]);
    shelf.touch(alice.place, 599);
    expect(shelf.takeTouched()).toEqual([]);
    expect(shelf.takeChanged().map(({ from, envelopes }) => [from, envelopes.length])).toEqual([[512, 88]]);
    shelf.dispose();
  }
});
