import type { Journal, JournalEntry } from '../ports/journal.ts';

/**
 * A journal in memory. `entries()` is what a restart would find.
 * `lose` is what a disk does to an entry.
 * @param damaged positions of entries that are lost
 */
export const createMemoryJournal = (
  held: readonly Uint8Array[] = [],
  damaged: readonly number[] = [],
): Journal & { entries: () => readonly Uint8Array[]; lose: (position: number) => void } => {
  const entries = [...held];
  const lost = new Set(damaged);
  const at = (position: number): JournalEntry => {
    const bytes = entries[position] ?? new Uint8Array(0);
    return lost.has(position) ? { bytes: new Uint8Array(0), position, isLost: true } : { bytes, position };
  };
  return {
    append: async (added) => {
      entries.push(...added.map((entry) => entry.slice()));
      return entries.length;
    },
    replace: async (changed) => {
      if (changed.some(({ position }) => position >= entries.length)) throw new Error('the journal has no such entry');
      for (const { position, bytes } of changed) {
        entries[position] = bytes.slice();
        lost.delete(position);
      }
    },
    end: async () => entries.length,
    async *read(from) {
      if (from < entries.length) yield entries.slice(from).map((_, i) => at(from + i));
    },
    lost: async () => [...lost].map((first) => ({ first, count: 1 })),
    entries: () => entries,
    lose: (position) => void lost.add(position),
  };
};
