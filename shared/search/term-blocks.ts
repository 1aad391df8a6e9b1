/** Terms in order with their postings, in blocks of about 8 KiB. Each term is written without what it shares with the one before. */
import { createReader } from '../base/reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { DamagedIndex } from './damaged-index.ts';
import type { PackedPostings } from './postings.ts';

export type TermEntry = PackedPostings & { term: string };

const BLOCK_BYTES = 8 * 1024;

export type BlockWriter = {
  /** Terms come in order. */
  add: (entry: TermEntry) => void;
  /** @returns blocks that are full by now, and with `end` the last one */
  take: (end?: 'end') => { first: string; bytes: Uint8Array }[];
};

/** @param limit where a block ends, in bytes */
export const createBlockWriter = (limit = BLOCK_BYTES): BlockWriter => {
  const writer = createByteWriter();
  let first = '';
  let before = '';
  let full: { first: string; bytes: Uint8Array }[] = [];
  const close = (): void => {
    if (writer.length() > 0) full.push({ first, bytes: writer.take() });
    before = '';
  };
  return {
    add: ({ term, count, isBitmap, bytes }) => {
      if (writer.length() === 0) first = term;
      const shared = sharedLength(before, term);
      writer.number(shared);
      writer.text(term.slice(shared));
      writer.number(count);
      writer.number(bytes.length * 2 + (isBitmap ? 1 : 0));
      writer.bytes(bytes);
      before = term;
      if (writer.length() >= limit) close();
    },
    take: (end) => {
      if (end === 'end') close();
      const taken = full;
      full = [];
      return taken;
    },
  };
};

/** Its entries are views into the bytes. */
export const readBlock = (bytes: Uint8Array, visit: (entry: TermEntry) => void): void => {
  const reader = createReader(bytes);
  let term = '';
  while (reader.left() > 0) {
    const shared = reader.varuint();
    term = term.slice(0, shared) + reader.text(bytes.length);
    const count = reader.varuint();
    const length = reader.varuint();
    const postings = reader.view(Math.floor(length / 2));
    if (reader.failed()) throw new DamagedIndex();
    visit({ term, count, isBitmap: length % 2 === 1, bytes: postings });
  }
};

/** In UTF-16 units, never in the middle of a sign. */
const sharedLength = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return /[\ud800-\udbff]/.test(one[at - 1] ?? '') ? at - 1 : at;
};
