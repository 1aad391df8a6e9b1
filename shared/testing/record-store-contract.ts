/** What every record store must do. It is a cache: it may keep nothing, but never a part of what it says it has. */
import { afterEach, describe, expect, test } from 'vitest';

import { channelId, communityId, deviceId } from '../base/ids.ts';
import type { PageWithBytes, RecordStore, StoredPage } from '../ports/record-store.ts';

const bytes = (fill: number, length = 32): Uint8Array => new Uint8Array(length).fill(fill);

/** The `n`th page of a lane; every other one is full. */
export const storedPage = (n: number, change: Partial<PageWithBytes> = {}): PageWithBytes => ({
  community: communityId(bytes(1)),
  channel: channelId(bytes(2)),
  device: deviceId(bytes(3)),
  seq: n * 10,
  count: 10,
  head: bytes(n % 256),
  firstSegment: 2_950,
  lastSegment: 2_951,
  bodiless: n % 2 === 0 ? [] : [n * 10],
  size: 40,
  isFull: n % 2 === 0,
  isShown: true,
  bytes: bytes(n % 256, 40),
  ...change,
});

type Saved = Parameters<RecordStore['save']>[0];

const EMPTY: Saved = { pages: [], entries: [], journalPosition: 0 };

/** Number `n` of three saves that follow each other. */
const save = (n: number): Saved => ({
  pages: [storedPage(2 * n), storedPage(2 * n + 1)],
  entries: n === 1 ? [] : [bytes(100 + n, 5), bytes(200 + n, 1)],
  journalPosition: 4 * n + 4,
});

/** What is there, with the bytes of all pages. */
export const loaded = async (store: RecordStore): Promise<Saved> => {
  const { pages, ...rest } = await store.load();
  const read = (page: StoredPage): Uint8Array => store.reader?.read(page) ?? new Uint8Array(0);
  return { ...rest, pages: pages.map((page) => ({ ...page, bytes: page.bytes ?? read(page) })) };
};

export type RecordStoreUnderTest = {
  store: RecordStore;
  /** The same store as the next start finds it. */
  reopen: () => Promise<RecordStore>;
  dispose: () => Promise<void>;
};

/** @param keeps what is there at the next start: all that was saved, or nothing */
export const recordStoreContract = (
  name: string,
  keeps: 'everything' | 'nothing',
  open: () => Promise<RecordStoreUnderTest>,
): void => {
  const kept = (state: Saved): Saved => (keeps === 'everything' ? state : EMPTY);
  let under: RecordStoreUnderTest | undefined;
  const opened = async (): Promise<RecordStoreUnderTest> => (under = await open());
  afterEach(() => under?.dispose());

  describe(`record store contract: ${name}`, () => {
    test('a new store is empty and covers nothing of the journal', async () => {
      const { store } = await opened();
      expect(await loaded(store)).toEqual(EMPTY);
    });

    test('what is saved comes back whole, in the order of saving, after a new start', async () => {
      const { store, reopen } = await opened();
      for (const n of [0, 1, 2]) await store.save(save(n));
      const all = {
        pages: [0, 1, 2].flatMap((n) => save(n).pages),
        entries: [0, 1, 2].flatMap((n) => save(n).entries),
        journalPosition: 12,
      };
      expect(await loaded(store)).toEqual(kept(all));
      expect(await loaded(await reopen())).toEqual(kept(all));
    });

    test('the pages of a lane come back in its order', async () => {
      const { store } = await opened();
      const lane = [storedPage(0), storedPage(2), storedPage(10), storedPage(256)];
      const other = storedPage(1, { device: deviceId(bytes(9)) });
      const pages = [lane[3], lane[1], other, lane[2], lane[0]].filter((page) => page !== undefined);
      await store.save({ pages, entries: [bytes(9, 9), bytes(1, 1)], journalPosition: 3 });
      const held = await loaded(store);
      expect(held.entries).toEqual(kept({ ...EMPTY, entries: [bytes(9, 9), bytes(1, 1)] }).entries);
      const ofLane = held.pages.filter((page) => page.device !== other.device);
      expect(ofLane).toEqual(kept({ ...EMPTY, pages: lane }).pages);
      expect(held.pages.length - ofLane.length).toBe(kept({ ...EMPTY, pages: [other] }).pages.length);
    });

    test('a page that begins where an earlier one of its lane began replaces it, also when it is full now', async () => {
      const { store, reopen } = await opened();
      await store.save({ ...EMPTY, pages: [storedPage(0), storedPage(1, { count: 3 })], journalPosition: 1 });
      const grown = storedPage(1, { count: 9, bytes: bytes(77, 90), isFull: true });
      const smaller = storedPage(0, { bytes: bytes(78, 30), bodiless: [3] });
      await store.save({ ...EMPTY, pages: [grown, smaller], journalPosition: 2 });
      const all = kept({ ...EMPTY, pages: [smaller, grown] }).pages;
      expect((await loaded(store)).pages).toEqual(all);
      expect((await loaded(await reopen())).pages).toEqual(all);
    });

    test('a save that adds nothing still moves the position', async () => {
      const { store } = await opened();
      await store.save(save(0));
      await store.save({ ...EMPTY, journalPosition: 77 });
      expect(await loaded(store)).toEqual(kept({ ...save(0), journalPosition: 77 }));
    });

    test('bytes that the caller changes afterwards stay as they were saved', async () => {
      const { store } = await opened();
      const buffer = bytes(1, 1_000);
      const state = { pages: [storedPage(1, { bytes: buffer.subarray(10, 20) })], entries: [buffer.subarray(30, 33)] };
      await store.save({ ...state, journalPosition: 2 });
      buffer.fill(99);
      const held = await loaded(store);
      expect(held.pages.map((page) => page.bytes)).toEqual(
        kept({ ...EMPTY, pages: [storedPage(1)] }).pages.map(() => bytes(1, 10)),
      );
      expect(held.entries).toEqual(kept({ ...EMPTY, entries: [bytes(1, 3)] }).entries);
      // a view would have dragged its whole buffer along
      for (const part of [...held.pages.flatMap((page) => page.bytes ?? []), ...held.entries])
        expect(part.buffer.byteLength).toBe(part.length);
    });

    test('after clear the store is as new, and can be filled again', async () => {
      const { store, reopen } = await opened();
      await store.save(save(2));
      await store.clear();
      expect(await loaded(store)).toEqual(EMPTY);
      const next = await reopen();
      expect(await loaded(next)).toEqual(EMPTY);
      await next.save(save(0));
      expect(await loaded(next)).toEqual(kept(save(0)));
    });
  });
};
