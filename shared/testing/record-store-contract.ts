/** What every record store must do. It is a cache: it may keep nothing, but never a part of what it says it has. */
import { afterEach, describe, expect, test } from 'vitest';

import { channelId, communityId, deviceId } from '../base/ids.ts';
import type { RecordStore, StoredRun, StoredState } from '../ports/record-store.ts';

const bytes = (fill: number, length = 32): Uint8Array => new Uint8Array(length).fill(fill);

export const storedRun = (n: number, change: Partial<StoredRun> = {}): StoredRun => ({
  community: communityId(bytes(1)),
  channel: channelId(bytes(2)),
  segment: 2_950,
  device: deviceId(bytes(3)),
  from: n * 10,
  count: 10,
  frame: bytes(n % 256, 40),
  ...change,
});

const EMPTY: StoredState = { runs: [], entries: [], journalPosition: 0 };

/** Number `n` of three saves that follow each other. */
const save = (n: number): StoredState => ({
  runs: [storedRun(2 * n), storedRun(2 * n + 1)],
  entries: n === 1 ? [] : [bytes(100 + n, 5), bytes(200 + n, 1)],
  journalPosition: 4 * n + 4,
});

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
  const kept = (state: StoredState): StoredState => (keeps === 'everything' ? state : EMPTY);
  let under: RecordStoreUnderTest | undefined;
  const opened = async (): Promise<RecordStoreUnderTest> => (under = await open());
  afterEach(() => under?.dispose());

  describe(`record store contract: ${name}`, () => {
    test('a new store is empty and covers nothing of the journal', async () => {
      const { store } = await opened();
      expect(await store.load()).toEqual(EMPTY);
    });

    test('what is saved comes back whole, in the order of saving, after a new start', async () => {
      const { store, reopen } = await opened();
      for (const n of [0, 1, 2]) await store.save(save(n));
      const all = {
        runs: [0, 1, 2].flatMap((n) => save(n).runs),
        entries: [0, 1, 2].flatMap((n) => save(n).entries),
        journalPosition: 12,
      };
      expect(await store.load()).toEqual(kept(all));
      expect(await (await reopen()).load()).toEqual(kept(all));
    });

    test('the runs of a lane come back in its order: by segment, then by where they begin', async () => {
      const { store } = await opened();
      const lane = [storedRun(0), storedRun(2), storedRun(10), storedRun(0, { segment: 2_951 })];
      const other = storedRun(1, { device: deviceId(bytes(9)) });
      const runs = [lane[3], lane[1], other, lane[2], lane[0]].filter((run) => run !== undefined);
      await store.save({ runs, entries: [bytes(9, 9), bytes(1, 1)], journalPosition: 3 });
      const loaded = await store.load();
      expect(loaded.entries).toEqual(kept({ ...EMPTY, entries: [bytes(9, 9), bytes(1, 1)] }).entries);
      const ofLane = loaded.runs.filter((run) => run.device !== other.device);
      expect(ofLane).toEqual(kept({ ...EMPTY, runs: lane }).runs);
      expect(loaded.runs.length - ofLane.length).toBe(kept({ ...EMPTY, runs: [other] }).runs.length);
    });

    test('a run that begins where an earlier one of its lane began replaces it', async () => {
      const { store } = await opened();
      await store.save({ ...EMPTY, runs: [storedRun(0), storedRun(1, { count: 3 })], journalPosition: 1 });
      const grown = storedRun(1, { count: 9, frame: bytes(77, 90) });
      await store.save({ ...EMPTY, runs: [grown], journalPosition: 2 });
      const loaded = await store.load();
      expect(loaded.runs).toEqual(kept({ ...EMPTY, runs: [storedRun(0), grown] }).runs);
    });

    test('a save that adds nothing still moves the position', async () => {
      const { store } = await opened();
      await store.save(save(0));
      await store.save({ ...EMPTY, journalPosition: 77 });
      expect(await store.load()).toEqual(kept({ ...save(0), journalPosition: 77 }));
    });

    test('bytes that the caller changes afterwards stay as they were saved', async () => {
      const { store } = await opened();
      const buffer = bytes(1, 1_000);
      const state = { runs: [storedRun(0, { frame: buffer.subarray(10, 20) })], entries: [buffer.subarray(30, 33)] };
      await store.save({ ...state, journalPosition: 2 });
      buffer.fill(99);
      const loaded = await store.load();
      expect(loaded.runs.map((run) => run.frame)).toEqual(
        kept({ ...EMPTY, runs: [storedRun(1)] }).runs.map(() => bytes(1, 10)),
      );
      expect(loaded.entries).toEqual(kept({ ...EMPTY, entries: [bytes(1, 3)] }).entries);
      // a view would have dragged its whole buffer along
      for (const part of [...loaded.runs.map((run) => run.frame), ...loaded.entries])
        expect(part.buffer.byteLength).toBe(part.length);
    });

    test('after clear the store is as new, and can be filled again', async () => {
      const { store, reopen } = await opened();
      await store.save(save(2));
      await store.clear();
      expect(await store.load()).toEqual(EMPTY);
      const next = await reopen();
      expect(await next.load()).toEqual(EMPTY);
      await next.save(save(0));
      expect(await next.load()).toEqual(kept(save(0)));
    });
  });
};
