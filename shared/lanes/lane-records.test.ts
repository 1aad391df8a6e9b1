import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { PageReader, PageWithBytes, StoredPage } from '../ports/record-store.ts';
import { type CastRecord, laneCast } from '../testing/lane-cast.ts';
import { SEGMENT_MS } from './hybrid-clock.ts';
import { writeLaneFrame, writeLaneUpdate } from './lane-frame.ts';
import { readPage } from './lane-page.ts';
import { createLaneRecords, type LaneRecords } from './lane-records.ts';
import { runsOf } from './lane-runs.ts';
import { createPageCache } from './page-cache.ts';

const NOW = Date.UTC(2026, 10, 24);
let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const written = (seed: number, count: number, apartMs = 1) => {
  const cast = laneCast(crypto, seed);
  for (let i = 0; i < count; i += 1) cast.write(`message ${i}`, NOW + i * apartMs);
  return cast;
};

/** A record store, and how often it was read. */
const createStore = () => {
  const pages = new Map<number, PageWithBytes>();
  let reads = 0;
  const reader: PageReader = {
    read: ({ seq }) => {
      reads += 1;
      return pages.get(seq)?.bytes ?? new Uint8Array(0);
    },
    damaged: () => undefined,
  };
  return {
    pages,
    reader,
    reads: () => reads,
    save: (records: LaneRecords, count: number) => {
      const taken = records.takeUnsaved(count, () => true);
      for (const page of taken) pages.set(page.seq, page);
      records.saved();
      return taken;
    },
    /** What the next start finds. */
    stored: (): (StoredPage & { bytes?: Uint8Array })[] =>
      [...pages.values()]
        .sort((a, b) => a.seq - b.seq)
        .map(({ bytes, ...page }) => (page.isFull ? page : { ...page, bytes })),
  };
};

type Store = ReturnType<typeof createStore>;
type Cast = ReturnType<typeof written>;

const openRecords = (cast: Cast, store: Store): LaneRecords => {
  const records = createLaneRecords(crypto, cast.where, {
    cache: createPageCache(2),
    store: { reader: store.reader },
  });
  for (const page of store.stored()) records.adopt(page);
  return records;
};

const pushAll = (records: LaneRecords, cast: Cast, from: number, to: number): void => {
  for (const record of cast.records.slice(from, to)) records.push({ ...record });
  records.fillPages(to);
};

const bytesOf = (records: LaneRecords): Uint8Array[] =>
  Array.from({ length: records.count() }, (_, seq) => records.at(seq)?.bytes ?? new Uint8Array(0));

const allOf = (cast: Cast): Uint8Array[] => cast.records.map(({ bytes }: CastRecord) => bytes);

test('what is full goes into the store and comes back from it, record by record, after a start too', () => {
  const alice = written(61, 700);
  const store = createStore();
  const first = openRecords(alice, store);
  for (let i = 0; i < 700; i += 10) {
    pushAll(first, alice, i, i + 10);
    store.save(first, i + 10);
  }
  expect(store.stored().map(({ seq, count, isFull }) => [seq, count, isFull])).toEqual([
    [0, 128, true],
    [128, 128, true],
    [256, 128, true],
    [384, 128, true],
    [512, 128, true],
    [640, 60, false],
  ]);
  const second = openRecords(alice, store);
  expect(second.count()).toBe(700);
  expect(second.idAt(699)).toEqual(alice.records[699]?.id);
  expect(second.idAt(127)).toEqual(alice.records[127]?.id);
  expect(store.reads()).toBe(0);
  for (const records of [first, second]) expect(bytesOf(records)).toEqual(allOf(alice));
  expect(second.at(300)).toEqual(alice.records[300]);
});

test('the updates of the pages make the very document', () => {
  const alice = written(62, 300, SEGMENT_MS / 100);
  const store = createStore();
  const records = openRecords(alice, store);
  pushAll(records, alice, 0, 300);
  store.save(records, 300);
  const documents = new Map<number, Y.Doc>();
  for (const { bytes } of store.pages.values())
    for (const { segment, index, bytes: envelope } of readPage(crypto, alice.where, bytes) ?? []) {
      const document = documents.get(segment) ?? new Y.Doc({ gc: false });
      documents.set(segment, document);
      Y.applyUpdate(
        document,
        writeLaneUpdate(crypto, { place: { ...alice.where, segment }, from: index, envelopes: [envelope] }),
      );
    }
  expect(documents.size).toBeGreaterThan(2);
  const lanes = [...documents]
    .sort(([a], [b]) => a - b)
    .flatMap(([, doc]) => doc.getArray(alice.where.device).toArray());
  expect(lanes).toEqual(allOf(alice));
});

test('pages as they are stored are the frames that these records make, and the last segment is read alone', () => {
  for (const [apartMs, count] of [
    [SEGMENT_MS / 3, 300],
    [1, 200],
    [SEGMENT_MS / 100, 250],
  ] as const) {
    const alice = written(66, count, apartMs);
    const store = createStore();
    const first = openRecords(alice, store);
    pushAll(first, alice, 0, count);
    const newest = alice.records.filter(({ segment }) => segment === alice.records[count - 1]?.segment);
    expect(first.newest(count, count).map(({ id }) => id)).toEqual(newest.map(({ id }) => id));
    expect(first.framesAt(count - 1)).toBeUndefined();
    expect(first.newest(count, 3).map(({ id }) => id)).toEqual(newest.slice(-3).map(({ id }) => id));
    store.save(first, count);
    const second = openRecords(alice, store);
    expect(second.newest(count, count)).toEqual(newest);
    expect(second.newest(5, 9).at(-1)).toEqual(alice.records[4]);
    expect(second.framesAt(1)).toBeUndefined();
    let seq = 0;
    for (let stored = second.framesAt(0); stored !== undefined; stored = second.framesAt(seq)) {
      const made = runsOf(alice.where, alice.records.slice(seq, seq + stored.count));
      expect(stored.frames.map((frame) => frame.slice())).toEqual(made.map((run) => writeLaneFrame(crypto, run)));
      seq += stored.count;
    }
    expect(seq).toBe(count);
    second.setBody(3, undefined);
    expect(second.framesAt(0)).toBeUndefined();
  }
});

test('only what changed is stored again, and what rests is stored no more', () => {
  const alice = written(63, 200);
  const store = createStore();
  const records = openRecords(alice, store);
  pushAll(records, alice, 0, 140);
  expect(store.save(records, 140).map(({ seq, count }) => [seq, count])).toEqual([
    [0, 128],
    [128, 12],
  ]);
  for (let i = 0; i < 3; i += 1) expect(store.save(records, 140)).toEqual([]);
  pushAll(records, alice, 140, 150);
  expect(store.save(records, 150).map(({ seq, count }) => [seq, count])).toEqual([[128, 22]]);
});

test('what is not on the disk yet is not stored, and can be taken back', () => {
  const alice = written(64, 20);
  const store = createStore();
  const records = openRecords(alice, store);
  pushAll(records, alice, 0, 10);
  for (const record of alice.records.slice(10)) records.push(record);
  expect(store.save(records, 10).map(({ count }) => count)).toEqual([10]);
  records.takeBack(10);
  expect(records.count()).toBe(10);
  pushAll(records, alice, 10, 12);
  expect(store.save(records, 12).map(({ count }) => count)).toEqual([12]);
});

test('a body that goes, or comes, is gone or there after a start, in a full page as in one that grows', () => {
  const alice = written(65, 150);
  const store = createStore();
  pushAndSave(openRecords(alice, store), alice, store);
  const second = openRecords(alice, store);
  for (const seq of [3, 140]) second.setBody(seq, undefined);
  expect(second.at(3)?.body).toBeUndefined();
  expect(store.save(second, 150).map(({ seq, bodiless }) => [seq, bodiless])).toEqual([
    [0, [3]],
    [128, [140]],
  ]);
  const third = openRecords(alice, store);
  expect([3, 4, 140].map((seq) => third.at(seq)?.body === undefined)).toEqual([true, false, true]);
  third.setBody(3, alice.records[3]?.body);
  store.save(third, 150);
  expect(openRecords(alice, store).at(3)?.body).toEqual(alice.records[3]?.body);
});

const pushAndSave = (records: LaneRecords, cast: Cast, store: Store): void => {
  pushAll(records, cast, 0, cast.records.length);
  store.save(records, cast.records.length);
};

test('large bodies fill a page by their weight', () => {
  const alice = laneCast(crypto, 66);
  for (let i = 0; i < 40; i += 1) alice.write('x'.repeat(30_000), NOW + i);
  const store = createStore();
  pushAndSave(openRecords(alice, store), alice, store);
  expect(Math.max(...store.stored().map(({ count }) => count))).toBe(3);
});

test('a damaged page is told of and given to nobody', () => {
  const alice = written(67, 130);
  const store = createStore();
  pushAndSave(openRecords(alice, store), alice, store);
  const page = store.pages.get(0);
  if (page === undefined) throw new Error('there is a page');
  const told: number[] = [];
  store.reader.damaged = ({ seq }) => void told.push(seq);
  fc.assert(
    fc.property(fc.nat(page.bytes.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const bytes = page.bytes.slice();
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      store.pages.set(0, { ...page, bytes });
      const records = openRecords(alice, store);
      let record: unknown;
      try {
        record = records.at(5);
      } catch {
        expect(told.pop()).toBe(0);
        return;
      }
      // within a body: that the file's checksum finds
      expect((record as CastRecord).bytes).toEqual(alice.records[5]?.bytes);
    }),
    { numRuns: 300 },
  );
});

test('whatever is pushed, saved, dropped and started anew in whatever order, the lane is the same', () => {
  const alice = written(68, 600, SEGMENT_MS / 150);
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 20, maxLength: 60 }), (steps) => {
      const store = createStore();
      let records = openRecords(alice, store);
      let saved = 0;
      for (const step of steps) {
        const count = records.count();
        if (step < 4) pushAll(records, alice, count, Math.min(600, count + 1 + step * 20));
        else if (step < 7) {
          store.save(records, count);
          saved = count;
        } else if (step < 9) {
          records = openRecords(alice, store);
          pushAll(records, alice, saved, count);
        } else if (count > 0) records.setBody(count >> 1, undefined);
      }
      expect(bytesOf(records)).toEqual(allOf(alice).slice(0, records.count()));
      for (const segment of new Set(alice.records.map((record) => record.segment))) {
        const first = alice.records.findIndex((record) => record.segment >= segment);
        expect(records.lowerBound(segment)).toBe(Math.min(first, records.count()));
      }
    }),
    { numRuns: 20 },
  );
});

test('for a store that keeps nothing full pages are packed, once, and nothing is made of those that grow', () => {
  const cast = written(7, 300);
  const records = createLaneRecords(crypto, cast.where, { cache: createPageCache(2), store: { isVolatile: true } });
  pushAll(records, cast, 0, 200);
  const take = (count: number) => records.takeUnsaved(count, () => true).map(({ seq, count }) => [seq, count]);
  expect(take(200)).toEqual([[0, 128]]);
  pushAll(records, cast, 200, 300);
  expect(take(300)).toEqual([[128, 128]]);
  expect(take(300)).toEqual([]);
  for (const [seq, { id }] of cast.records.entries()) expect(records.at(seq)?.id).toEqual(id);
});
