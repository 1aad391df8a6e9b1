/** P4: what a disk damages in the journal is found, and takes nothing else with it. */
import { expect, test } from 'vitest';

import { text } from '../../shared/testing/journal-contract.ts';
import { openFileJournal } from './file-journal.ts';
import { createFakeDisk, type FakeDisk, flip, KEEP_ALL } from './testing/fake-disk.ts';
import { chainAfter, FRAME_OVERHEAD } from './journal/frame.ts';
import { wrongFrames } from './journal/segment.ts';
import { startVerifying } from './journal/start-verifying.ts';
import { BODY_AT, frameKeyOf, readHead } from './journal/segment-head.ts';
import { readIndex } from './journal/segment-index.ts';
import { TEST_KEY } from './testing/journal-worlds.ts';

/** Each run of the complete test takes minutes: JOURNAL_ALL=1. */
const IS_COMPLETE = process.env['JOURNAL_ALL'] !== undefined;

const entryOf = (i: number): string => `entry ${i} ${'x'.repeat((i * 37) % 250)}`;

const filledDisk = async (count: number, segmentBytes?: number): Promise<FakeDisk> => {
  const disk = createFakeDisk();
  const journal = await openFileJournal(disk.files, TEST_KEY, segmentBytes === undefined ? {} : { segmentBytes });
  for (let at = 0; at < count; at += 20)
    await journal.append(
      at,
      Array.from({ length: 20 }, (_, i) => text(entryOf(at + i))),
    );
  await journal.close();
  return disk;
};

/** As it is now, to do something to it. */
const imageOf = (disk: FakeDisk): FakeDisk => disk.after(disk.steps(), KEEP_ALL);

type Found = { entries: string[]; lost: number[]; damaged: number; cut: number };

const lookThrough = async (disk: FakeDisk): Promise<Found> => {
  const journal = await openFileJournal(disk.files, TEST_KEY);
  const damage = await journal.verify(async () => true);
  await journal.mendHeads(
    async () => true,
    (error) => {
      throw error;
    },
  );
  const entries: string[] = [];
  const lost: number[] = [];
  for (;;) {
    const read = await journal.read(entries.length);
    if (read.entries.length === 0) break;
    entries.push(...read.entries.map((entry) => Buffer.from(entry).toString()));
    lost.push(...read.lost);
  }
  await journal.close();
  return { entries, lost, damaged: damage.length, cut: journal.cut };
};

/** Of the complete run all; else all of the header and tag of each 25th frame, and one of each byte of each 10th. */
const bitsToFlip = function* (i: number, at: number, end: number): Generator<number> {
  for (let bit = at * 8; bit < end * 8; bit += 1) {
    const isOutside = bit < (at + 28) * 8 || bit >= (end - 16) * 8;
    const isSampled = isOutside ? i % 25 === 0 : i % 10 === 0 && bit % 8 === i % 7;
    if (IS_COMPLETE || isSampled) yield bit;
  }
};

test('[JR-1] P4 every single flipped bit in a journal of 10,000 records is found', async () => {
  const disk = await filledDisk(10_000);
  const bytes = Buffer.from(disk.bytes('00000000.seg') ?? []);
  const index = readIndex(Buffer.from(disk.bytes('00000000.idx') ?? []));
  if (index === undefined) throw new Error('there is no index');
  const { seed } = frameKeyOf(TEST_KEY, index.head);
  const ends = [...index.starts.subarray(1), index.bytes];
  expect(ends.length).toBe(10_000);
  let flipped = 0;
  const missed: number[] = [];
  for (const [i, at] of index.starts.entries()) {
    const places = [{ at, end: ends[i] ?? 0, index: i }];
    for (const bit of bitsToFlip(i, at, ends[i] ?? 0)) {
      flip(bytes, bit);
      if (wrongFrames(bytes, places, seed).length !== 1) missed.push(bit);
      flip(bytes, bit);
      flipped += 1;
    }
  }
  for (let bit = 0; bit < BODY_AT * 8; bit += 1) {
    flip(bytes, bit);
    const copies = [0, BODY_AT / 2].map((from) => readHead(bytes.subarray(from, from + BODY_AT / 2)));
    if (copies.every((copy) => copy !== undefined)) missed.push(bit);
    flip(bytes, bit);
    flipped += 1;
  }
  console.log(`flipped ${flipped} bits of ${bytes.length * 8}`);
  expect(missed).toEqual([]);
  expect(flipped).toBeGreaterThanOrEqual(IS_COMPLETE ? bytes.length * 8 : 200_000);
}, 600_000);

test('[JR-4] P4 a start on a flipped bit, wherever it is, loses that entry alone and says which', async () => {
  const kept = Array.from({ length: 300 }, (_, i) => entryOf(i));
  const disk = imageOf(await filledDisk(300, 12_000));
  const names = (await disk.files.list()).filter((name) => !name.endsWith('.next'));
  expect(names.filter((name) => name.endsWith('.seg')).length).toBeGreaterThan(3);
  for (const name of names) {
    const size = disk.bytes(name)?.length ?? 0;
    for (let bit = 0; bit < size * 8; bit += bit < 96 * 8 ? 61 : 4_001) {
      const copy = imageOf(disk);
      const bytes = copy.bytes(name);
      if (bytes === undefined) throw new Error('no such file');
      flip(bytes, bit);
      const found = await lookThrough(copy);
      const isHeadOrIndex = name.endsWith('.idx') || bit < BODY_AT * 8;
      expect([name, bit, found.lost.length, found.cut]).toEqual([name, bit, isHeadOrIndex ? 0 : 1, 0]);
      expect(found.damaged).toBe(name.endsWith('.idx') ? 0 : 1);
      expect(found.entries).toEqual(kept.map((entry, i) => (found.lost.includes(i) ? '' : entry)));
      // a wrong head or index is made anew by then
      expect((await lookThrough(copy)).damaged).toBe(isHeadOrIndex ? 0 : 1);
    }
  }
});

test('[JR-4] P4 without an index damage in the middle is found too, and what is behind it stays', async () => {
  const kept = Array.from({ length: 100 }, (_, i) => entryOf(i));
  const disk = imageOf(await filledDisk(100));
  await disk.files.remove('00000000.idx');
  const size = disk.bytes('00000000.seg')?.length ?? 0;
  const lastFrame = size - FRAME_OVERHEAD - entryOf(99).length;
  for (let bit = BODY_AT * 8; bit < lastFrame * 8; bit += 1_009) {
    const copy = imageOf(disk);
    flip(copy.bytes('00000000.seg') ?? Buffer.alloc(0), bit);
    const found = await lookThrough(copy);
    expect([bit, found.lost.length, found.cut]).toEqual([bit, 1, 0]);
    expect(found.entries).toEqual(kept.map((entry, i) => (found.lost.includes(i) ? '' : entry)));
  }
});

test('[JR-4] a segment that is gone takes its entries alone, and their places can be filled again', async () => {
  const disk = await filledDisk(300, 12_000);
  await disk.files.remove('00000001.seg');
  await disk.files.remove('00000001.idx');
  const found = await lookThrough(disk);
  const [first = 0] = found.lost;
  expect(found.lost.length).toBeGreaterThan(20);
  expect(found.entries).toEqual(Array.from({ length: 300 }, (_, i) => (found.lost.includes(i) ? '' : entryOf(i))));
  const journal = await openFileJournal(disk.files, TEST_KEY);
  await journal.replace([{ position: first, bytes: text('back') }]);
  await journal.close();
  const again = await lookThrough(disk);
  expect(again.lost).toEqual(found.lost.slice(1));
  expect(again.entries[first]).toBe('back');
});

test('a frame that was left from another try, or moved within its file, is not taken for the one that belongs there', async () => {
  const disk = createFakeDisk();
  const journal = await openFileJournal(disk.files, TEST_KEY);
  await journal.append(0, ['alice 0', 'alice 1', 'alice 2'].map(text));
  await journal.close();
  const bytes = disk.bytes('00000000.seg') ?? Buffer.alloc(0);
  const frame = FRAME_OVERHEAD + 7;
  expect(chainAfter(bytes, BODY_AT + frame).length).toBe(8);
  bytes.copyWithin(BODY_AT + frame, BODY_AT, BODY_AT + frame);
  expect(await lookThrough(disk)).toMatchObject({ lost: [1], entries: ['alice 0', '', 'alice 2'] });
});

test('[JR-4] P4 sectors that cannot be read any more cost the entries in them alone, and the journal opens', async () => {
  const kept = Array.from({ length: 300 }, (_, i) => entryOf(i));
  const disk = imageOf(await filledDisk(300));
  const size = disk.bytes('00000000.seg')?.length ?? 0;
  expect(size).toBeGreaterThan(8 * 4_096);
  disk.wearOut('00000000.seg', { from: 3 * 4_096, to: 4 * 4_096 });
  disk.wearOut('00000000.seg', { from: 7 * 4_096, to: 7 * 4_096 + 512 });
  disk.wearOut('00000000.idx', { from: 0, to: 512 });
  const found = await lookThrough(disk);
  expect(found.lost.length).toBeGreaterThan(20);
  expect(found.lost.length).toBeLessThan(80);
  expect(found.entries).toEqual(kept.map((entry, i) => (found.lost.includes(i) ? '' : entry)));
  const journal = await openFileJournal(disk.files, TEST_KEY);
  await journal.replace(found.lost.map((position) => ({ position, bytes: text('back') })));
  await journal.close();
  expect(await lookThrough(disk)).toMatchObject({ lost: [], damaged: 0 });
});

test('[JR-11] there is no room to write a wrong head anew: the rest is looked at nevertheless, and it is said what is lost', async () => {
  const disk = imageOf(await filledDisk(300, 12_000));
  const bytesOf = (name: string): Buffer => disk.bytes(name) ?? Buffer.alloc(0);
  flip(bytesOf('00000000.seg'), 80);
  flip(bytesOf('00000001.seg'), 80);
  flip(bytesOf('00000003.seg'), (BODY_AT + 40) * 8);
  const journal = await openFileJournal(disk.files, TEST_KEY);
  disk.fillFor('.next');
  const reported: string[] = [];
  await new Promise<void>((resolve) => {
    const stop = startVerifying(
      journal,
      (lost) => reported.push(`${lost} lost`),
      (event) => {
        reported.push(event);
        if (reported.length === 3) stop().then(resolve, resolve);
      },
    );
  });
  expect(reported).toEqual(['1 lost', 'journal-head-not-mended', 'journal-head-not-mended']);
  await journal.close();
});

test('[JR-9] the newest segment was written anew and cannot be opened again just then: it grows again once it can', async () => {
  const disk = imageOf(await filledDisk(20));
  let isOut = false;
  const open: typeof disk.files.open = async (name, how) => {
    if (isOut && how === 'write') throw new Error('too many files are open');
    return disk.files.open(name, how);
  };
  const journal = await openFileJournal({ ...disk.files, open }, TEST_KEY);
  isOut = true;
  await journal.replace([{ position: 1, bytes: text('other') }]);
  await expect(journal.append(20, [text('too early')])).rejects.toThrow('too many files are open');
  isOut = false;
  expect(await journal.append(20, [text('again')])).toEqual({ kind: 'appended', end: 21 });
  await journal.close();
  const kept = Array.from({ length: 20 }, (_, i) => (i === 1 ? 'other' : entryOf(i)));
  expect(await lookThrough(disk)).toMatchObject({ entries: [...kept, 'again'], lost: [], damaged: 0 });
});
