/**
 * Writes numbers and texts tightly. `shared/base/writer.ts` writes the same bytes and is as fast over long ones, but is made
 * for one use: a word's postings are about a dozen bytes, and a new writer for each costs four times as much and more.
 */
import { encodeUtf8 } from 'lib0/string';

export type ByteWriter = {
  /** @param value a whole number from 0 to 2^53 - 1 */
  number: (value: number) => void;
  bytes: (bytes: Uint8Array) => void;
  text: (text: string) => void;
  length: () => number;
  /** @returns what was written, and begins anew */
  take: () => Uint8Array;
};

export const createByteWriter = (): ByteWriter => {
  let held = new Uint8Array(1024);
  let length = 0;
  const fit = (more: number): void => {
    if (length + more <= held.length) return;
    const larger = new Uint8Array(Math.max(held.length * 2, length + more));
    larger.set(held);
    held = larger;
  };
  const number = (value: number): void => {
    fit(8);
    let rest = value;
    while (rest >= 0x80) {
      held[length++] = (rest % 0x80) | 0x80;
      rest = rest > 0x7fffffff ? Math.floor(rest / 0x80) : rest >>> 7;
    }
    held[length++] = rest;
  };
  const bytes = (added: Uint8Array): void => {
    fit(added.length);
    held.set(added, length);
    length += added.length;
  };
  return {
    number,
    bytes,
    text: (text) => {
      const encoded = encodeUtf8(text);
      number(encoded.length);
      bytes(encoded);
    },
    length: () => length,
    take: () => {
      const taken = held.slice(0, length);
      length = 0;
      return taken;
    },
  };
};
