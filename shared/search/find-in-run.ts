/** Which texts of a run may fit: reads the blocks that can hold a wanted term, and no others. */
import type { RunHead, SearchStore } from '../ports/search-store.ts';
import type { Clause } from './clause.ts';
import { DamagedIndex } from './damaged-index.ts';
import { addPostings, createBits, intersect, numbersDown } from './postings.ts';
import { unseal } from './sealed-part.ts';
import { lastNotAfter } from './sorted.ts';
import { readBlock, type TermEntry } from './term-blocks.ts';

/** A run went away while it was read: it was merged into another one. */
export class StaleRun extends Error {}

/** Where nothing else changes the index, it is damaged when a part is not as it was written, or not there. */
export const isDamaged = (error: unknown): boolean => error instanceof DamagedIndex || error instanceof StaleRun;

export const readParts = async (
  store: Pick<SearchStore, 'read'>,
  kind: 'blocks' | 'pages',
  run: number,
  numbers: readonly number[],
): Promise<Uint8Array[]> => {
  const parts = await store.read(kind, run, numbers);
  return parts.map((part) => {
    if (part === undefined) throw new StaleRun('a part of the index went away');
    return unseal(part);
  });
};

/** @returns numbers of texts, the newest first */
export const findInRun = async (
  store: Pick<SearchStore, 'read'>,
  head: RunHead,
  clauses: readonly Clause[],
): Promise<number[]> => {
  const numbers = new Set(clauses.flatMap((clause) => clause.flatMap((wanted) => blocksFor(head, wanted))));
  const blocks = await readParts(store, 'blocks', head.id, [...numbers]);
  const found = clauses.map(() => createBits(head.docs));
  const exact = new Map<string, number[]>();
  const begun: { term: string; at: number }[] = [];
  for (const [at, clause] of clauses.entries()) {
    for (const { term, isBegun } of clause) {
      if (isBegun) begun.push({ term, at });
      else exact.set(term, [...(exact.get(term) ?? []), at]);
    }
  }
  const add = (at: number, entry: TermEntry): void => {
    const bits = found[at];
    if (bits !== undefined) addPostings(bits, entry, head.docs);
  };
  for (const block of blocks) {
    readBlock(block, (entry) => {
      for (const at of exact.get(entry.term) ?? []) add(at, entry);
      for (const { term, at } of begun) if (entry.term.startsWith(term)) add(at, entry);
    });
  }
  const all = createBits(head.docs).fill(0xffffffff);
  for (const bits of found) intersect(all, bits);
  return numbersDown(all, head.docs);
};

/** Numbers of the blocks where such terms would stand. */
const blocksFor = (head: RunHead, { term, isBegun }: Clause[number]): number[] => {
  const from = Math.max(0, lastNotAfter(head.terms, term));
  const to = isBegun ? Math.max(from, lastNotAfter(head.terms, `${term}\uffff`)) : from;
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};
