/** A disk that forgets what it has not synced when the power goes, and can be full. */
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';

export type SimDisk = {
  journal: Journal;
  setFull: (full: boolean) => void;
  /** The power goes: of what waits for its fsync the first `keep` entries happen to be there, the rest is torn off. */
  loseUnsynced: (keep: number) => { kept: number; lost: number };
  entries: () => readonly Uint8Array[];
};

type Waiting = { entries: readonly Uint8Array[]; resolve: (end: number) => void; reject: (error: Error) => void };

/**
 * @param refused told about each append that a full disk refused
 * @param copied what another disk had: a restored backup
 */
export const createSimDisk = (
  clock: Clock,
  below: (count: number) => number,
  refused: () => void,
  copied: readonly Uint8Array[] = [],
): SimDisk => {
  const entries: Uint8Array[] = [...copied];
  let waiting: Waiting[] = [];
  let isFull = false;
  let cancelSync: (() => void) | undefined;

  const sync = (): void => {
    cancelSync = undefined;
    const due = waiting;
    waiting = [];
    for (const { entries: added, resolve, reject } of due) {
      if (isFull) {
        refused();
        reject(new Error('the disk is full'));
        continue;
      }
      entries.push(...added);
      resolve(entries.length);
    }
  };

  return {
    journal: {
      append: (added) =>
        new Promise((resolve, reject) => {
          waiting.push({ entries: added.map((entry) => entry.slice()), resolve, reject });
          cancelSync ??= clock.after(below(20), sync);
        }),
      replace: async (changed) => {
        for (const { position, bytes } of changed) entries[position] = bytes.slice();
      },
      end: async () => entries.length,
      async *read(from) {
        if (from < entries.length) yield entries.slice(from).map((bytes, i) => ({ bytes, position: from + i }));
      },
      lost: async () => [],
    },
    setFull: (full) => {
      isFull = full;
    },
    loseUnsynced: (keep) => {
      const unsynced = waiting.flatMap((each) => each.entries);
      const kept = isFull ? [] : unsynced.slice(0, keep);
      entries.push(...kept);
      waiting = []; // nobody is left to hear the outcome
      cancelSync?.();
      cancelSync = undefined;
      return { kept: kept.length, lost: unsynced.length - kept.length };
    },
    entries: () => entries,
  };
};
