import 'fake-indexeddb/auto';

import { expect, test, vi } from 'vitest';

import { recordStoreContract, storedRun } from '../../shared/testing/record-store-contract.ts';
import { openDatabase, PROJECTION_VERSION } from './database.ts';
import { createDexieRecordStore } from './dexie-record-store.ts';

recordStoreContract('Dexie', 'everything', async () => {
  let database = openDatabase();
  return {
    store: createDexieRecordStore(database),
    reopen: async () => {
      database.close();
      database = openDatabase();
      return createDexieRecordStore(database);
    },
    dispose: () => database.delete(),
  };
});

test('a save that breaks half-way leaves the store as it was', async () => {
  const database = openDatabase();
  const store = createDexieRecordStore(database);
  const before = { runs: [storedRun(0)], entries: [Uint8Array.of(1)], journalPosition: 2 };
  await store.save(before);
  // entries are written after runs; this one cannot be stored
  const broken = { slice: () => () => undefined } as unknown as Uint8Array;
  await expect(store.save({ runs: [storedRun(1)], entries: [broken], journalPosition: 4 })).rejects.toThrow(
    'could not be cloned',
  );
  expect(await store.load()).toEqual(before);
  await database.delete();
});

test('a clear that breaks half-way never leaves a position without its runs', async () => {
  const database = openDatabase();
  const store = createDexieRecordStore(database);
  const before = { runs: [storedRun(0)], entries: [Uint8Array.of(1)], journalPosition: 2 };
  await store.save(before);
  vi.spyOn(database.meta, 'clear').mockRejectedValueOnce(new Error('the disk is full'));
  await expect(store.clear()).rejects.toThrow('full');
  expect(await store.load()).toEqual(before);
  await database.delete();
});

test('what another version of the projection stored is not used, and makes the core read its journal anew', async () => {
  const database = openDatabase();
  const store = createDexieRecordStore(database);
  await store.save({ runs: [storedRun(0)], entries: [], journalPosition: 1 });
  await database.meta.put({ key: 'projectionVersion', value: PROJECTION_VERSION + 1 });
  expect(await store.load()).toEqual({ runs: [], entries: [], journalPosition: Number.MAX_SAFE_INTEGER });
  await store.clear();
  expect(await store.load()).toEqual({ runs: [], entries: [], journalPosition: 0 });
  await database.delete();
});
