import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { laneCast } from '../testing/lane-cast.ts';
import { SEGMENT_MS } from './hybrid-clock.ts';
import { readLaneFrame, writeLaneFrame } from './lane-frame.ts';
import { createLane } from './lane.ts';
import { createSegmentDocument } from './segment-document.ts';

const NOW = Date.UTC(2026, 10, 23);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (count: number) => {
  const cast = laneCast(crypto, 5);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i}`, NOW + i);
  return cast;
};

test('bob takes alice’s run and has the same records', () => {
  const cast = written(20);
  const lane = createLane(crypto, cast.where);
  const frame = writeLaneFrame(crypto, cast.run(0, 20));
  const read = readLaneFrame(crypto, cast.where.community, frame);
  if (!read.ok) throw new Error(read.message);
  expect(writeLaneFrame(crypto, read.value)).toEqual(frame);
  expect(lane.accept(read.value)).toMatchObject({ ok: true });
  expect(lane.last()?.id).toEqual(cast.records[19]?.id);
});

test('[LN-1] a lane goes on over the turn of a segment', () => {
  const cast = laneCast(crypto, 6);
  cast.write('last of the week', NOW);
  cast.write('first of the next', NOW + SEGMENT_MS);
  const lane = createLane(crypto, cast.where);
  expect(lane.accept(cast.run(1, 2))).toMatchObject({ error: 'gap' });
  expect(lane.accept(cast.run(0, 1))).toMatchObject({ ok: true });
  expect(lane.accept(cast.run(1, 2))).toMatchObject({ ok: true });
  expect(lane.accepted()).toBe(2);
});

test('[LN-9] the same run twice is taken once', () => {
  const cast = written(5);
  const lane = createLane(crypto, cast.where);
  lane.accept(cast.run(0, 5));
  expect(lane.accept(cast.run(2, 5))).toEqual({ ok: true, value: [] });
  expect(lane.accepted()).toBe(5);
});

test('a body stripped by a relay is known to be missing, and taken from whoever has it, but no other', () => {
  const cast = written(3);
  const lane = createLane(crypto, cast.where);
  const run = { ...cast.run(0, 3), bodies: [cast.records[0]?.body, undefined, cast.records[2]?.body] };
  expect(lane.accept(run)).toMatchObject({ ok: true });
  expect(lane.bodiless()).toEqual([]);
  lane.markDurable(3);
  expect(lane.bodiless()).toEqual([1]);
  const other = { ...cast.run(1, 2), bodies: [cast.records[0]?.body] };
  expect(lane.accept(other)).toMatchObject({ error: 'bad-body' });
  expect(lane.missingFrom(other)).toEqual([]);
  const [found] = lane.missingFrom(cast.run(0, 3));
  expect(found).toMatchObject({ envelope: { seq: 1 }, body: cast.records[1]?.body });
  lane.putBody(1, found?.body ?? new Uint8Array(0));
  expect(lane.bodiless()).toEqual([]);
  expect(lane.missingFrom(cast.run(0, 3))).toEqual([]);
});

test('[LN-3] a record of another channel, segment or community is refused', () => {
  const cast = written(3);
  const run = cast.run(0, 3);
  for (const place of [
    { ...run.place, channel: cast.where.device as string as typeof run.place.channel },
    { ...run.place, community: cast.where.device as string as typeof run.place.community },
    { ...run.place, segment: run.place.segment + 1 },
  ]) {
    expect(createLane(crypto, cast.where).accept({ ...run, place }).ok).toBe(false);
  }
});

test('[LN-3] a signature in the middle of a run cannot be changed: the ids after it name it', () => {
  const cast = written(3);
  const run = cast.run(0, 3);
  const middle = run.envelopes[1]?.slice() ?? new Uint8Array(0);
  middle[middle.length - 1] = (middle[middle.length - 1] ?? 0) ^ 1;
  const changed = { ...run, envelopes: [run.envelopes[0] ?? middle, middle, run.envelopes[2] ?? middle] };
  expect(createLane(crypto, cast.where).accept(changed)).toMatchObject({ error: 'bad-signature' });
});

test('[LN-10] two records with one number are a fork, and the lane stays as it was', () => {
  const one = written(3);
  const two = written(2);
  two.write('another third', NOW + 10);
  const lane = createLane(crypto, one.where);
  lane.accept(one.run(0, 3));
  expect(lane.accept(two.run(0, 3))).toMatchObject({ error: 'fork' });
  expect(lane.accepted()).toBe(3);
});

test('documents are byte-identical whatever the batches, and hold a lane in one item', () => {
  const cast = written(300);
  const fold = (cuts: number[]): Uint8Array => {
    const document = createSegmentDocument(crypto);
    let from = 0;
    for (const to of [...cuts, 300]) {
      const run = cast.run(from, to);
      document.fold(run.place, from, run.envelopes);
      from = to;
    }
    expect(document.envelopes(cast.where.device, 10, 12)).toEqual([cast.records[10]?.bytes, cast.records[11]?.bytes]);
    return document.encode();
  };
  const whole = fold([]);
  expect(fold([1, 2, 3, 256])).toEqual(whole);
  expect(fold([150])).toEqual(whole);
  const reloaded = new Y.Doc({ gc: false });
  Y.applyUpdate(reloaded, whole);
  expect(Y.encodeStateAsUpdate(reloaded)).toEqual(whole);
  expect([...reloaded.store.clients.values()].map((structs) => structs.length)).toEqual([1]);
});

test('[LN-9] mutated and truncated frames never throw, and none that differs is taken', () => {
  const cast = written(6);
  const frame = writeLaneFrame(crypto, cast.run(0, 6));
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(frame.length - 1), value: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
      fc.nat(frame.length),
      (changes, cut) => {
        const mutated = frame.slice(0, cut % 3 === 0 ? cut : frame.length);
        for (const { at, value } of changes) if (at < mutated.length) mutated[at] = value;
        if (mutated.length === frame.length && mutated.every((byte, i) => byte === frame[i])) return;
        const lane = createLane(crypto, cast.where);
        const read = readLaneFrame(crypto, cast.where.community, mutated);
        const taken = read.ok ? lane.accept(read.value) : read;
        expect(taken.ok).toBe(false);
        expect(lane.accepted()).toBe(0);
        refused += 1;
      },
    ),
    { numRuns: 4_000 },
  );
  expect(refused).toBeGreaterThan(3_000);
});

test('[LN-7] [LN-8] updates with deletes, other clients, many roots or nesting are refused before Yjs sees them', () => {
  const cast = written(2);
  const place = cast.run(0, 2).place;
  const hostile = new Y.Doc();
  hostile.getMap('roots').set('deep', new Y.Array());
  hostile.getArray('x').push([new Uint8Array(3)]);
  hostile.getArray('x').delete(0, 1);
  const update = Y.encodeStateAsUpdate(hostile);
  const good = writeLaneFrame(crypto, cast.run(0, 2));
  const head = good.slice(0, 32 + 2 + 32);
  const frame = Uint8Array.from([...head, update.length, ...update]);
  expect(readLaneFrame(crypto, place.community, frame).ok).toBe(false);
});
