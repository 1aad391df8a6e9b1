/** Secrets and files of a profile: one file each, named by a checked key. */
import { mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { writeDurably } from './durable-file.ts';

export type FileStore = {
  get: (name: string) => Promise<Uint8Array | undefined>;
  set: (name: string, bytes: Uint8Array) => Promise<void>;
  remove: (name: string) => Promise<void>;
};

/** How bytes are protected on disk: Electron's safeStorage, or nothing but the file's mode. */
export type Protection = {
  protect: (bytes: Uint8Array) => Promise<Uint8Array>;
  unprotect: (bytes: Uint8Array) => Promise<Uint8Array>;
};

const AS_IT_IS: Protection = { protect: async (bytes) => bytes, unprotect: async (bytes) => bytes };

/** @param dir made with the first write, only for this user; names must have been checked by the host API's schema */
export const openFileStore = (dir: string, protection: Protection = AS_IT_IS): FileStore => ({
  get: async (name) => {
    try {
      return await protection.unprotect(new Uint8Array(await readFile(join(dir, name))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  set: async (name, bytes) => {
    const kept = await protection.protect(bytes);
    mkdirSync(dir, { recursive: true, mode: 0o700 }); // not awaited: another write might overtake this one
    await writeDurably(join(dir, name), kept);
  },
  remove: (name) => rm(join(dir, name), { force: true }),
});
