import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { RecordStore } from '../ports/record-store.ts';
import { createMemoryJournal } from '../testing/memory-journal.ts';
import { createMemoryProjection } from './memory-projection.ts';
import { createMemoryRecordStore } from './memory-record-store.ts';
import { replay, type Restoring } from './replay.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

/** Starts on a journal of so many entries of a kind that nobody knows. @returns what was told of it */
const progressOf = async (
  entries: number,
  recordStore: RecordStore = createMemoryRecordStore(),
  told: Restoring[] = [],
): Promise<Restoring[]> => {
  await replay({
    crypto,
    logger: { info: () => undefined, warn: () => undefined },
    journal: createMemoryJournal(Array.from({ length: entries }, () => Uint8Array.of(99))),
    recordStore,
    projection: createMemoryProjection(),
    open: () => {
      throw new Error('there is no community');
    },
    runtimes: () => [],
    runtimeOf: () => undefined,
    restoring: (progress) => void told.push(progress),
    adopt: () => undefined,
    settle: () => Promise.resolve(),
  });
  return told;
};

test('how far a long journal has been read is told, and a short one is read without a word', async () => {
  expect(await progressOf(2_048)).toEqual([]);
  expect((await progressOf(5_000)).at(-1)).toEqual({ done: 5_000, all: 5_000 });
});

test('that what is stored goes is told before anybody sees that nothing is there', async () => {
  const told: Restoring[] = [];
  const toldAtClear: number[] = [];
  const ahead: RecordStore = {
    ...createMemoryRecordStore(),
    load: async () => ({ pages: [], entries: [], journalPosition: 77 }),
    clear: async () => void toldAtClear.push(told.length),
  };
  await progressOf(10, ahead, told);
  // a journal without anything is no reason to count to nothing
  await progressOf(0, ahead, told);
  expect(told).toEqual([
    { done: 0, all: 10 },
    { done: 0, all: 1 },
  ]);
  expect(toldAtClear).toEqual([1, 2]);
});
