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

/** @param dir made if missing, only for this user; names must have been checked by the host API's schema */
export const openFileStore = (dir: string, protection: Protection = AS_IT_IS): FileStore => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return {
    get: async (name) => {
      try {
        return await protection.unprotect(new Uint8Array(await readFile(join(dir, name))));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    set: async (name, bytes) => writeDurably(join(dir, name), await protection.protect(bytes)),
    remove: (name) => rm(join(dir, name), { force: true }),
  };
};
