/**
 * The journal on disk, one append-only file. Frame: length u32 · CRC-32 of the bytes u32 · chain 8 (first bytes of
 * SHA-256 over the chain before and the entry) · entry. Torn frames at the end are cut at start: nobody was ever told
 * that they were kept. Appends are written and fsynced one batch at a time; what arrives meanwhile is the next batch.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

import { MAX_JOURNAL_ENTRY_BYTES } from '../../shared/host-api/table.ts';
import { syncDirectory, writeDurably } from './durable-file.ts';

export type FileJournal = {
  /** @returns the end after the append, or `moved` if the journal does not end at `at` */
  append: (at: number, entries: readonly Uint8Array[]) => Promise<{ kind: 'appended' | 'moved'; end: number }>;
  /** Puts other bytes in the place of entries that are there: a new file, whole and on the disk before it takes the old one's name. */
  replace: (changed: readonly { position: number; bytes: Uint8Array }[]) => Promise<void>;
  /** The end once every append before this call is kept or has failed: no answer is overtaken by a write under way. */
  end: () => Promise<number>;
  /** As many entries from `from` on as fit in 512 KiB, at least one if there is one. */
  read: (from: number) => Promise<{ entries: Uint8Array[]; end: number }>;
  /** How many bytes of a torn end were cut at start. They are kept beside the journal: they may be damage, not a crash. */
  cut: number;
  close: () => Promise<void>;
};

const HEADER = 16;
const READ_BYTES = 512 * 1024;
const SCAN_BYTES = 4 * 1024 * 1024;

export const openFileJournal = async (path: string): Promise<FileJournal> => {
  // what a crash left of a replacement that was never completed holds bytes that nobody knows of
  await rm(nextOf(path), { force: true });
  let file = await open(path, 'a+', 0o600);
  const scan = await scanFrames(file);
  const { size } = await file.stat();
  if (size > scan.bytes) await cutTail(file, path, scan.bytes, size);
  else if (size === 0) await syncDirectory(dirname(path));
  let offsets = scan.offsets;
  let bytes = scan.bytes;
  let chain = scan.chain;
  let isTorn = false;
  let work: Promise<unknown> = Promise.resolve();

  /** Appended frames behind half a frame would never be found again: nothing is written before the half is gone. */
  const cutHalf = async (): Promise<void> => {
    await file.truncate(bytes);
    isTorn = false;
  };

  const write = async (entries: readonly Uint8Array[]): Promise<void> => {
    const frames: Buffer[] = [];
    const added: number[] = [];
    let at = bytes;
    let next = chain;
    for (const entry of entries) {
      next = chainOf(next, entry);
      frames.push(frameHeader(entry, next), Buffer.from(entry.buffer, entry.byteOffset, entry.length));
      added.push(at);
      at += HEADER + entry.length;
    }
    if (isTorn) await cutHalf();
    try {
      await writeWhole(file, Buffer.concat(frames));
    } catch (error) {
      isTorn = true;
      await cutHalf().catch(() => undefined); // tried again before the next write
      throw error;
    }
    for (const offset of added) offsets.push(offset);
    bytes = at;
    chain = next;
  };

  const readEntries = async (from: number): Promise<Uint8Array[]> => {
    const start = offsets[from];
    if (start === undefined) return [];
    let count = 1;
    while (from + count < offsets.length && (offsets[from + count + 1] ?? bytes) - start <= READ_BYTES) count += 1;
    const stop = offsets[from + count] ?? bytes;
    const buffer = Buffer.alloc(stop - start);
    await readWhole(file, buffer, start);
    return offsets.slice(from, from + count).map((offset, i) => {
      const entryEnd = (offsets[from + i + 1] ?? bytes) - start;
      return new Uint8Array(buffer.subarray(offset - start + HEADER, entryEnd));
    });
  };

  const append: FileJournal['append'] = async (at, entries) => {
    if (at !== offsets.length) return { kind: 'moved', end: offsets.length };
    if (entries.some((entry) => entry.length > MAX_JOURNAL_ENTRY_BYTES)) throw new Error(TOO_LARGE);
    await write(entries);
    return { kind: 'appended', end: offsets.length };
  };

  const replace: FileJournal['replace'] = async (changed) => {
    if (changed.some(({ position }) => position >= offsets.length)) throw new Error('The journal has no such entry.');
    if (changed.some((one) => one.bytes.length > MAX_JOURNAL_ENTRY_BYTES)) throw new Error(TOO_LARGE);
    const next = await writeNext(path, readEntries, new Map(changed.map((one) => [one.position, one.bytes])));
    // some systems rename nothing onto an open file
    await file.close();
    try {
      await rename(nextOf(path), path);
      ({ offsets, bytes, chain } = next);
      isTorn = false;
      await syncDirectory(dirname(path));
    } finally {
      file = await open(path, 'a+', 0o600);
    }
  };

  return {
    replace: (changed) => {
      const done = work.then(() => replace(changed));
      work = done.catch(() => undefined); // the caller has the error; the journal is as it was
      return done;
    },
    append: (at, entries) => {
      const done = work.then(() => append(at, entries));
      work = done.catch(() => undefined); // the caller has the error; the next append starts from the last good end
      return done;
    },
    end: async () => {
      await work;
      return offsets.length;
    },
    read: (from) => {
      const done = work.then(async () => ({ entries: await readEntries(from), end: offsets.length }));
      work = done.catch(() => undefined); // in its turn: a replacement closes the file that it would read from
      return done;
    },
    cut: size - scan.bytes,
    close: async () => {
      await work;
      await file.close();
    },
  };
};

const TOO_LARGE = `An entry of the journal may have ${MAX_JOURNAL_ENTRY_BYTES} bytes at most.`;

const nextOf = (path: string): string => `${path}.next`;

/** The whole journal with other bytes in some places, in a file beside it, on the disk. */
const writeNext = async (
  path: string,
  read: (from: number) => Promise<Uint8Array[]>,
  changed: ReadonlyMap<number, Uint8Array>,
): Promise<Scan> => {
  const target = await open(nextOf(path), 'w', 0o600);
  try {
    const written = await writeFrames(target, read, changed);
    await target.sync();
    return written;
  } catch (error) {
    await rm(nextOf(path), { force: true }).catch(() => undefined); // removed at the next start, if not now
    throw error;
  } finally {
    await target.close();
  }
};

/** The chain runs through all of them, so all of them are written anew. */
const writeFrames = async (
  target: FileHandle,
  read: (from: number) => Promise<Uint8Array[]>,
  changed: ReadonlyMap<number, Uint8Array>,
): Promise<Scan> => {
  const written: Scan = { offsets: [], bytes: 0, chain: Buffer.alloc(8) };
  for (;;) {
    const from = written.offsets.length;
    const held = await read(from);
    if (held.length === 0) return written;
    const frames = held.flatMap((kept, i) => {
      const entry = changed.get(from + i) ?? kept;
      written.chain = chainOf(written.chain, entry);
      written.offsets.push(written.bytes);
      written.bytes += HEADER + entry.length;
      return [frameHeader(entry, written.chain), Buffer.from(entry.buffer, entry.byteOffset, entry.length)];
    });
    await writeWhole(target, Buffer.concat(frames));
  }
};

const writeWhole = async (file: FileHandle, buffer: Buffer): Promise<void> => {
  for (let written = 0; written < buffer.length;) {
    written += (await file.write(buffer, written, buffer.length - written)).bytesWritten;
  }
  await file.datasync();
};

/** What is cut is kept in a file of its own first: behind a flipped bit there may be entries that were acknowledged. */
const cutTail = async (file: FileHandle, path: string, end: number, size: number): Promise<void> => {
  const tail = Buffer.alloc(size - end);
  await readWhole(file, tail, end);
  await writeDurably(`${path}.cut-${end}`, tail).catch(() => undefined); // a full disk must not keep the app shut
  await file.truncate(end);
  await file.datasync();
};

const readWhole = async (file: FileHandle, buffer: Buffer, at: number): Promise<number> => {
  let read = 0;
  while (read < buffer.length) {
    const { bytesRead } = await file.read(buffer, read, buffer.length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
};

const chainOf = (before: Buffer, entry: Uint8Array): Buffer =>
  createHash('sha256').update(before).update(entry).digest().subarray(0, 8);

const frameHeader = (entry: Uint8Array, chain: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(entry.length, 0);
  header.writeUInt32BE(crc32(entry), 4);
  chain.copy(header, 8);
  return header;
};

type Scan = { offsets: number[]; bytes: number; chain: Buffer };

/** Walks the frames from the start up to the first that is not whole and right. */
const scanFrames = async (file: FileHandle): Promise<Scan> => {
  const scan: Scan = { offsets: [], bytes: 0, chain: Buffer.alloc(8) };
  const buffer = Buffer.alloc(SCAN_BYTES);
  for (;;) {
    const read = await readWhole(file, buffer, scan.bytes);
    const used = scanBuffer(scan, buffer.subarray(0, read));
    if (used === 0) return scan;
  }
};

const scanBuffer = (scan: Scan, buffer: Buffer): number => {
  let at = 0;
  while (at + HEADER <= buffer.length) {
    const length = buffer.readUInt32BE(at);
    if (length > MAX_JOURNAL_ENTRY_BYTES || at + HEADER + length > buffer.length) break;
    const entry = buffer.subarray(at + HEADER, at + HEADER + length);
    const chain = chainOf(scan.chain, entry);
    if (crc32(entry) !== buffer.readUInt32BE(at + 4) || !chain.equals(buffer.subarray(at + 8, at + HEADER))) break;
    scan.offsets.push(scan.bytes);
    scan.bytes += HEADER + length;
    scan.chain = chain;
    at += HEADER + length;
  }
  return at;
};
