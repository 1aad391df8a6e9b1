/** Reads what a byte writer wrote. Damaged bytes throw: the index is then made anew. */
import { decodeUtf8 } from 'lib0/string';

export type ByteReader = {
  number: () => number;
  /** A view, not a copy. */
  bytes: (length: number) => Uint8Array;
  text: () => string;
  isAtEnd: () => boolean;
};

export const createByteReader = (from: Uint8Array): ByteReader => {
  let at = 0;
  const number = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = from[at++];
      if (byte === undefined || scale > 2 ** 49) throw new RangeError('a damaged part of the index');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };
  const bytes = (length: number): Uint8Array => {
    if (at + length > from.length) throw new RangeError('a damaged part of the index');
    at += length;
    return from.subarray(at - length, at);
  };
  const text = (): string => {
    const length = number();
    const start = at;
    const encoded = bytes(length);
    let plain = '';
    for (let i = start; i < at; i += 1) {
      const byte = from[i] ?? 0;
      if (byte >= 0x80) return decodeUtf8(encoded);
      plain += String.fromCharCode(byte);
    }
    return plain;
  };
  return { number, bytes, text, isAtEnd: () => at >= from.length };
};
