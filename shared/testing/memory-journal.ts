import type { Journal } from '../ports/journal.ts';

/** A journal in memory. `entries()` is what a restart would find. */
export const createMemoryJournal = (
  held: readonly Uint8Array[] = [],
): Journal & { entries: () => readonly Uint8Array[] } => {
  const entries = [...held];
  return {
    append: async (added) => {
      entries.push(...added.map((entry) => entry.slice()));
      return entries.length;
    },
    replace: async (changed) => {
      if (changed.some(({ position }) => position >= entries.length)) throw new Error('the journal has no such entry');
      for (const { position, bytes } of changed) entries[position] = bytes.slice();
    },
    end: async () => entries.length,
    async *read(from) {
      if (from < entries.length) yield entries.slice(from).map((bytes, i) => ({ bytes, position: from + i }));
    },
    entries: () => entries,
  };
};
