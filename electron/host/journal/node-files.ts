/** The journal's files in a real directory. */
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { syncDirectory } from '../durable-file.ts';
import type { JournalFile, JournalFiles } from './journal-files.ts';

const FLAGS = { read: 'r', write: 'r+', new: 'w+' } as const;

/** @param dir made if missing, only for this user */
export const openNodeFiles = async (dir: string): Promise<JournalFiles> => {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return {
    list: () => readdir(dir),
    open: async (name, how) => nodeFile(await open(join(dir, name), FLAGS[how], 0o600)),
    rename: (from, to) => rename(join(dir, from), join(dir, to)),
    remove: (name) => rm(join(dir, name), { force: true }),
    syncDirectory: () => syncDirectory(dir),
  };
};

const nodeFile = (file: FileHandle): JournalFile => ({
  size: async () => (await file.stat()).size,
  read: async (into, at) => {
    let read = 0;
    while (read < into.length) {
      const { bytesRead } = await file.read(into, read, into.length - read, at + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return read;
  },
  write: async (bytes, at) => {
    for (let written = 0; written < bytes.length;) {
      written += (await file.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
    }
  },
  truncate: (size) => file.truncate(size),
  datasync: () => file.datasync(),
  close: () => file.close(),
});
