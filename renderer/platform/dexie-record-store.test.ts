import 'fake-indexeddb/auto';

import { expect, test, vi } from 'vitest';

import { loaded, recordStoreContract, storedPage } from '../../shared/testing/record-store-contract.ts';
import { type Database, openDatabase, PROJECTION_VERSION } from './database.ts';
import { createDexieRecordStore } from './dexie-record-store.ts';
import type { PageFile } from './page-file.ts';

/** As the browser's: it stays when the database is closed. */
const memoryFile = (): PageFile & { bytes: () => Uint8Array } => {
  let held = new Uint8Array(0);
  return {
    bytes: () => held,
    read: (at, length) => held.slice(at, at + length),
    write: (at, bytes) => {
      const next = new Uint8Array(Math.max(held.length, at + bytes.length));
      next.set(held);
      next.set(bytes, at);
      held = next;
    },
    size: () => held.length,
    flush: () => undefined,
    truncate: (size) => void (held = held.slice(0, size)),
  };
};

const unexpected = (): void => {
  throw new Error('nothing is damaged');
};
const storeOn = (database: Database, file?: PageFile) => createDexieRecordStore(database, file, unexpected);

for (const withFile of [true, false]) {
  recordStoreContract(withFile ? 'Dexie and a file' : 'Dexie alone', 'everything', async () => {
    let database = openDatabase();
    const file = withFile ? memoryFile() : undefined;
    return {
      store: storeOn(database, file),
      reopen: async () => {
        database.close();
        database = openDatabase();
        return storeOn(database, file);
      },
      dispose: () => database.delete(),
    };
  });
}

test('a save that breaks half-way leaves the store as it was', async () => {
  const database = openDatabase();
  const store = storeOn(database, memoryFile());
  const before = { pages: [storedPage(0), storedPage(1)], entries: [Uint8Array.of(1)], journalPosition: 2 };
  await store.save(before);
  // entries are written after pages; this one cannot be stored
  const broken = { slice: () => () => undefined } as unknown as Uint8Array;
  const changed = storedPage(0, { bytes: new Uint8Array(50) });
  await expect(store.save({ pages: [changed], entries: [broken], journalPosition: 4 })).rejects.toThrow(
    'could not be cloned',
  );
  expect(await loaded(store)).toEqual(before);
  await database.delete();
});

test('a clear that breaks half-way never leaves a position without its pages', async () => {
  const database = openDatabase();
  const store = storeOn(database, memoryFile());
  const before = { pages: [storedPage(0)], entries: [Uint8Array.of(1)], journalPosition: 2 };
  await store.save(before);
  vi.spyOn(database.meta, 'clear').mockRejectedValueOnce(new Error('the disk is full'));
  await expect(store.clear()).rejects.toThrow('full');
  expect(await loaded(store)).toEqual(before);
  await database.delete();
});

test('what another version of the projection stored is not used, and makes the core read its journal anew', async () => {
  const database = openDatabase();
  const store = storeOn(database, memoryFile());
  await store.save({ pages: [storedPage(0)], entries: [], journalPosition: 1 });
  await database.meta.put({ key: 'projectionVersion', value: PROJECTION_VERSION + 1 });
  expect(await store.load()).toEqual({ pages: [], entries: [], journalPosition: Number.MAX_SAFE_INTEGER });
  await store.clear();
  expect(await store.load()).toEqual({ pages: [], entries: [], journalPosition: 0 });
  await database.delete();
});

test('a file that is gone, or shorter than it was, makes the core read its journal anew', async () => {
  const database = openDatabase();
  const file = memoryFile();
  await storeOn(database, file).save({ pages: [storedPage(0), storedPage(2)], entries: [], journalPosition: 1 });
  file.truncate(79);
  for (const left of [file, undefined])
    expect((await storeOn(database, left).load()).journalPosition).toBe(Number.MAX_SAFE_INTEGER);
  await database.delete();
});

test('a page of which one bit has changed is not given out, and told of', async () => {
  const database = openDatabase();
  const file = memoryFile();
  let told = 0;
  const store = createDexieRecordStore(database, file, () => void (told += 1));
  await store.save({ pages: [storedPage(0), storedPage(2)], entries: [], journalPosition: 1 });
  file.write(50, Uint8Array.of((file.bytes()[50] ?? 0) ^ 1));
  expect(store.reader?.read(storedPage(0))).toEqual(storedPage(0).bytes);
  expect(() => store.reader?.read(storedPage(2))).toThrow('damaged');
  expect(told).toBe(1);
  await database.delete();
});

test('a page that is stored anew without what was deleted leaves nothing of it behind', async () => {
  const database = openDatabase();
  const file = memoryFile();
  const store = storeOn(database, file);
  await store.save({ pages: [storedPage(2)], entries: [], journalPosition: 1 });
  await store.save({ pages: [storedPage(2, { bytes: new Uint8Array(30).fill(7) })], entries: [], journalPosition: 2 });
  expect(new Set(file.bytes())).toEqual(new Set([0, 7]));
  await database.delete();
});
