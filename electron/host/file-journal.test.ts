import { copyFile, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { readBack, text } from '../../shared/testing/journal-contract.ts';
import { type FileJournal } from './file-journal.ts';
import { bundleChild } from './testing/child.ts';
import { journalOfFile, openTestJournal, temporaryDir } from './testing/journal-worlds.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
let path: string;
/** The first segment and its index. */
let segment: string;
let index: string;
beforeEach(async () => {
  home = await temporaryDir();
  path = join(home.dir, 'journal');
  segment = join(path, '00000000.seg');
  index = join(path, '00000000.idx');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await home.dispose();
});

const reopened = async (): Promise<{ cut: number; kept: string[] }> => {
  const journal = await openTestJournal(path);
  const kept = await readBack(journalOfFile(journal));
  await journal.close();
  return { cut: journal.cut, kept };
};

/** Opened as after a crash: no index says what was on the disk. */
const reopenedAfterCrash = async (): Promise<{ cut: number; kept: string[] }> => {
  await rm(index, { force: true });
  return reopened();
};

const keep = async (...entries: string[]): Promise<void> => {
  const journal = await openTestJournal(path);
  await journal.append(await journal.end(), entries.map(text));
  await journal.close();
};

/** The class of Node's file handles, to make a disk misbehave. */
const fileHandles = async (): Promise<FileJournalDisk> => {
  const handle = await open(join(home.dir, 'probe'), 'w');
  await handle.close();
  return Object.getPrototypeOf(handle) as FileJournalDisk;
};
type FileJournalDisk = {
  datasync: () => Promise<void>;
  truncate: (length: number) => Promise<void>;
  write: (buffer: Buffer, offset: number, length: number) => Promise<{ bytesWritten: number }>;
};

test('[JR-4] P4 a tail torn at any byte of the last frame loses that frame alone', async () => {
  await keep('alice 0', 'alice 1');
  const before = (await stat(segment)).size;
  await keep('alice 2, torn');
  const whole = (await stat(segment)).size;
  await copyFile(segment, `${segment}.whole`);
  for (let size = before; size < whole; size += 1) {
    await copyFile(`${segment}.whole`, segment);
    await truncate(segment, size);
    expect(await reopenedAfterCrash()).toEqual({ cut: size - before, kept: ['alice 0', 'alice 1'] });
    expect((await stat(segment)).size).toBe(before);
  }
  await copyFile(`${segment}.whole`, segment);
  expect(await reopenedAfterCrash()).toEqual({ cut: 0, kept: ['alice 0', 'alice 1', 'alice 2, torn'] });
});

test('[JR-1] [JR-4] P4 any flipped bit of the last frame is found, and what was before it stays', async () => {
  await keep('alice 0', 'alice 1');
  const before = (await stat(segment)).size;
  await keep('alice 2');
  const whole = await readFile(segment);
  for (let bit = before * 8; bit < whole.length * 8; bit += 1) {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    await writeFile(segment, flipped);
    expect([bit, (await reopenedAfterCrash()).kept]).toEqual([bit, ['alice 0', 'alice 1']]);
  }
});

test('a frame from another journal, or in another place, is not taken for one of this journal', async () => {
  await keep('alice 0');
  const first = await readFile(segment);
  await keep('alice 1');
  const second = (await readFile(segment)).subarray(first.length);
  await writeFile(segment, Buffer.concat([first, second, second]));
  expect((await reopenedAfterCrash()).kept).toEqual(['alice 0', 'alice 1']);
  const own = await readFile(segment);
  await rm(path, { recursive: true });
  await keep('alice 0');
  await writeFile(segment, Buffer.concat([await readFile(segment), own.subarray(first.length)]));
  expect((await reopenedAfterCrash()).kept).toEqual(['alice 0']);
});

test('a zero-filled tail, as a power cut leaves it, is cut', async () => {
  await keep('alice 0');
  await writeFile(segment, Buffer.concat([await readFile(segment), Buffer.alloc(4096)]));
  expect(await reopened()).toEqual({ cut: 4096, kept: ['alice 0'] });
});

test('[JR-4] after a cut the journal goes on, and what was cut is kept beside it', async () => {
  await keep('alice 0', 'alice 1');
  const end = (await stat(segment)).size;
  await keep('alice 2');
  const whole = await readFile(segment);
  await rm(index);
  await truncate(segment, whole.length - 1);
  await keep('alice 2 again');
  expect(await reopened()).toEqual({ cut: 0, kept: ['alice 0', 'alice 1', 'alice 2 again'] });
  expect(await readFile(`${segment}.cut-${end}`)).toEqual(whole.subarray(end, -1));
});

test('[JR-2] P4 an append is answered only after the disk has it', async () => {
  const journal = await openTestJournal(path);
  const disk = await fileHandles();
  let sync = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    vi.spyOn(disk, 'datasync').mockImplementation(() => {
      resolve();
      return new Promise((done) => {
        sync = done;
      });
    });
  });
  let isAnswered = false;
  const answer = journal.append(0, [text('alice 0')]).then((value) => {
    isAnswered = true;
    return value;
  });
  await asked;
  expect((await readFile(segment)).length > 96).toBe(true);
  const reads = [journal.end(), journal.read(0).then(({ entries }) => entries.length)];
  await stat(path);
  expect(isAnswered).toBe(false);
  sync();
  expect(await answer).toEqual({ kind: 'appended', end: 1 });
  // who asks while an append is under way is told of it: a new page would otherwise expect the old end
  expect(await Promise.all(reads)).toEqual([1, 1]);
  await journal.close();
});

test('[JR-2] an append that expects another end changes nothing and is told the true one', async () => {
  const journal = await openTestJournal(path);
  await journal.append(0, [text('alice 0')]);
  expect(await journal.append(0, [text('late')])).toEqual({ kind: 'moved', end: 1 });
  expect(await journal.append(7, [text('early')])).toEqual({ kind: 'moved', end: 1 });
  expect(await readBack(journalOfFile(journal))).toEqual(['alice 0']);
  await journal.close();
});

test('[JR-1] an entry too large to be read again is refused, never acknowledged', async () => {
  const journal = await openTestJournal(path);
  await expect(journal.append(0, [new Uint8Array(96 * 1024 + 1)])).rejects.toThrow('at most');
  expect(await journal.append(0, [text('small')])).toEqual({ kind: 'appended', end: 1 });
  await journal.close();
  expect((await reopened()).kept).toEqual(['small']);
});

const fillDisk = (disk: FileJournalDisk): { mockRestore: () => void } => {
  const { write } = disk;
  let isHalf = false;
  return vi.spyOn(disk, 'write').mockImplementation(function half(this: FileJournalDisk, buffer, offset, length) {
    if (isHalf) return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    isHalf = true;
    return write.call(this, buffer, offset, Math.floor(length / 2));
  });
};

test('[JR-5] P4 a disk that fills up in the middle of a write loses only that write, and appends go on when there is space', async () => {
  const journal = await openTestJournal(path);
  await journal.append(0, [text('alice 0')]);
  const full = fillDisk(await fileHandles());
  await expect(journal.append(1, [text('does not fit')])).rejects.toThrow('no space');
  expect(await readBack(journalOfFile(journal))).toEqual(['alice 0']);
  full.mockRestore();
  expect(await journal.append(1, [text('alice 1')])).toEqual({ kind: 'appended', end: 2 });
  await journal.close();
  expect(await reopened()).toEqual({ cut: 0, kept: ['alice 0', 'alice 1'] });
});

test('[JR-5] P4 half a frame that cannot be cut off lets nothing be acknowledged behind it', async () => {
  const journal = await openTestJournal(path);
  await journal.append(0, [text('alice 0')]);
  const disk = await fileHandles();
  const full = fillDisk(disk);
  const stuck = vi.spyOn(disk, 'truncate').mockRejectedValue(new Error('the disk does not answer'));
  await expect(journal.append(1, [text('does not fit')])).rejects.toThrow('no space');
  full.mockRestore();
  await expect(journal.append(1, [text('behind the half')])).rejects.toThrow('does not answer');
  stuck.mockRestore();
  await journal.append(1, [text('alice 1')]);
  await journal.close();
  expect(await reopened()).toEqual({ cut: 0, kept: ['alice 0', 'alice 1'] });
});

const APPENDER = `
  import { writeSync } from 'node:fs';
  import { openTestJournal } from './testing/journal-worlds.ts';
  const journal = await openTestJournal(process.argv[2]);
  for (let at = await journal.end(); ; ) {
    const batch = Array.from({ length: 1 + (at % 5) }, (_, i) => new TextEncoder().encode('entry ' + (at + i) + ' ' + 'x'.repeat(((at + i) * 37) % 3000)));
    const answer = await journal.append(at, batch);
    at = answer.end;
    writeSync(1, at + '\\n');
  }`;

test('P4 hosts that are killed while they write lose nothing that they had acknowledged', async () => {
  const start = await bundleChild(APPENDER, home.dir);
  let acknowledged = 0;
  for (let round = 0; round < 6; round += 1) {
    const host = start(path);
    for (let line = 0; line < 3 + round * 7; line += 1) acknowledged = Number(await host.nextLine());
    acknowledged = Number((await host.kill()).at(-1) ?? acknowledged);
    const journal: FileJournal = await openTestJournal(path);
    const kept = await readBack(journalOfFile(journal));
    await journal.close();
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
    expect(kept.every((entry, i) => entry === `entry ${i} ${'x'.repeat((i * 37) % 3000)}`)).toBe(true);
  }
  expect(acknowledged).toBeGreaterThan(100);
});

const replacer = (cut: string) => `
  import { writeSync } from 'node:fs';
  import { openTestJournal } from './testing/journal-worlds.ts';
  const journal = await openTestJournal(process.argv[2]);
  writeSync(1, 'open\\n');
  for (let round = 0; ; round += 1) {
    await journal.replace([{ position: 3, bytes: new TextEncoder().encode('${cut} ' + round + ' ' + 'y'.repeat((round * 7919) % 60_000)) }]);
    writeSync(1, round + '\\n');
  }`;

test('P4 hosts that are killed while they replace leave all of the old or all of the new', async () => {
  const entries = Array.from({ length: 200 }, (_, i) => `entry ${i} ${'x'.repeat((i * 37) % 3000)}`);
  await keep(...entries);
  const start = await bundleChild(replacer('gone'), home.dir);
  let least = 0;
  for (let round = 0; round < 6; round += 1) {
    const host = start(path);
    for (let line = 0; line < 2 + round; line += 1) await host.nextLine();
    const said = [...(await host.kill())].map(Number).filter((one) => Number.isInteger(one));
    least = said.at(-1) ?? round;
    const { cut, kept } = await reopened();
    expect(cut).toBe(0);
    expect(kept.filter((_, i) => i !== 3)).toEqual(entries.filter((_, i) => i !== 3));
    const [, number = '', filling = ''] = (kept[3] ?? '').split(' ');
    expect(Number(number)).toBeGreaterThanOrEqual(least);
    expect(filling).toBe('y'.repeat((Number(number) * 7919) % 60_000));
    expect(await readdir(path)).not.toContain('00000000.seg.next');
  }
});

test('P4 a disk that fills up in a replacement leaves the old journal, and appends go on', async () => {
  await keep('alice 0', 'secret');
  const journal = await openTestJournal(path);
  const full = fillDisk(await fileHandles());
  await expect(journal.replace([{ position: 1, bytes: text('gone') }])).rejects.toThrow('no space');
  full.mockRestore();
  expect(await journal.append(2, [text('alice 2')])).toEqual({ kind: 'appended', end: 3 });
  await journal.close();
  expect(await reopened()).toEqual({ cut: 0, kept: ['alice 0', 'secret', 'alice 2'] });
  expect(await readdir(path)).not.toContain('00000000.seg.next');
});
