/** The journal's files, to look at: what would be written stays in memory, so that the profile is left as it is. */
import type { JournalFile, JournalFiles } from './journal-files.ts';

export const lookOnly = (files: JournalFiles): JournalFiles => {
  const made = new Map<string, Buffer>();
  const removed = new Set<string>();
  const memoryFile = (name: string): JournalFile => {
    const held = (): Buffer => made.get(name) ?? Buffer.alloc(0);
    return {
      size: async () => held().length,
      read: async (into, at) => held().copy(into, 0, Math.min(at, held().length), at + into.length),
      write: async (bytes, at) => {
        const next = Buffer.alloc(Math.max(held().length, at + bytes.length));
        held().copy(next);
        next.set(bytes, at);
        made.set(name, next);
      },
      truncate: async (size) => void made.set(name, held().subarray(0, size)),
      datasync: async () => undefined,
      close: async () => undefined,
    };
  };
  return {
    list: async () => [...new Set([...(await files.list()).filter((name) => !removed.has(name)), ...made.keys()])],
    open: async (name, how) => {
      if (how === 'new') made.set(name, Buffer.alloc(0));
      if (made.has(name)) return memoryFile(name);
      const file = await files.open(name, 'read');
      const nothing = async (): Promise<void> => undefined;
      return { ...file, write: nothing, truncate: nothing, datasync: nothing };
    },
    rename: async (from, to) => {
      const bytes = made.get(from);
      if (bytes !== undefined) made.set(to, bytes);
      made.delete(from);
      removed.add(from);
    },
    remove: async (name) => {
      made.delete(name);
      removed.add(name);
    },
    syncDirectory: async () => undefined,
  };
};
