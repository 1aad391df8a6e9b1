/** Which operations a disk has: what somebody knows for certain, also after the power failed. */
import { toBase64Url } from '../../base/bytes.ts';
import type { Community } from '../../peer/community.ts';
import { readJournalEntry } from '../../peer/journal-entry.ts';
import type { SimDisk } from './sim-disk.ts';

export type SavedOperations = { hasAllOf: (community: Community) => boolean };

const SIGNATURE = 64;

export const createSavedOperations = (disk: SimDisk): SavedOperations => {
  const saved = new Set<string>();
  let read = 0;
  /** The same question is asked after every step, mostly with the same answer. */
  let asked = { log: undefined as Community['log'] | undefined, count: -1, read: -1, answer: false };

  const readOn = (): void => {
    const entries = disk.entries();
    for (; read < entries.length; read += 1) {
      const entry = readJournalEntry(entries[read] ?? new Uint8Array(0));
      if (entry?.kind === 'operation') saved.add(nameOf(entry.bytes));
    }
  };

  return {
    hasAllOf: ({ log }) => {
      readOn();
      const all = log.all();
      if (asked.log === log && asked.count === all.length && asked.read === read) return asked.answer;
      const answer = all.every(({ bytes }) => saved.has(nameOf(bytes)));
      asked = { log, count: all.length, read, answer };
      return answer;
    },
  };
};

/** A signature is of one operation only. */
const nameOf = (bytes: Uint8Array): string => toBase64Url(bytes.subarray(-SIGNATURE));
