/** Which messages of a run have a term: their numbers as steps, or a bit for each message, or just “all”. */
import { createReader } from '../base/reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { DamagedIndex } from './damaged-index.ts';

/** A bit for each message of a run. */
export type Bits = Uint32Array;

export const createBits = (docs: number): Bits => new Uint32Array((docs + 31) >>> 5);

export type PackedPostings = { count: number; isBitmap: boolean; bytes: Uint8Array };

/** @param numbers ascending, each once */
export const packPostings = (numbers: ArrayLike<number>, docs: number): PackedPostings => {
  const count = numbers.length;
  if (count === docs) return { count, isBitmap: false, bytes: NOTHING };
  const bitmapLength = (docs + 7) >>> 3;
  if (count > bitmapLength) return { count, isBitmap: true, bytes: bitmapOf(numbers, bitmapLength) };
  let before = -1;
  for (let i = 0; i < count; i += 1) {
    const number = numbers[i] ?? 0;
    writer.number(number - before - 1);
    before = number;
  }
  return { count, isBitmap: false, bytes: writer.take() };
};

const NOTHING = new Uint8Array(0);
const writer = createByteWriter();

const bitmapOf = (numbers: ArrayLike<number>, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] ?? 0;
    bytes[number >>> 3] = (bytes[number >>> 3] ?? 0) | (1 << (number & 7));
  }
  return bytes;
};

export const unpackPostings = ({ count, isBitmap, bytes }: PackedPostings, docs: number): number[] => {
  if (count === docs) return Array.from({ length: docs }, (_, number) => number);
  const numbers: number[] = [];
  if (isBitmap) {
    for (let number = 0; number < docs; number += 1) {
      if (((bytes[number >>> 3] ?? 0) >>> (number & 7)) & 1) numbers.push(number);
    }
    return numbers;
  }
  const reader = createReader(bytes);
  for (let number = -1; reader.left() > 0;) {
    number += reader.varuint() + 1;
    if (reader.failed() || number >= docs) throw new DamagedIndex();
    numbers.push(number);
  }
  return numbers;
};

/** Sets the bits of all these messages. */
export const addPostings = (bits: Bits, packed: PackedPostings, docs: number): void => {
  const { count, isBitmap, bytes } = packed;
  if (count === docs) {
    bits.fill(0xffffffff);
    return;
  }
  if (isBitmap) {
    for (let i = 0; i < bytes.length; i += 1) bits[i >>> 2] = (bits[i >>> 2] ?? 0) | ((bytes[i] ?? 0) << ((i & 3) * 8));
    return;
  }
  for (const number of unpackPostings(packed, docs))
    bits[number >>> 5] = (bits[number >>> 5] ?? 0) | (1 << (number & 31));
};

export const intersect = (bits: Bits, others: Bits): void => {
  for (let i = 0; i < bits.length; i += 1) bits[i] = (bits[i] ?? 0) & (others[i] ?? 0);
};

/** @returns the numbers whose bit is set, the highest first */
export const numbersDown = (bits: Bits, docs: number): number[] => {
  const numbers: number[] = [];
  for (let i = bits.length - 1; i >= 0; i -= 1) {
    let word = bits[i] ?? 0;
    while (word !== 0) {
      const bit = 31 - Math.clz32(word);
      word &= ~(1 << bit);
      const number = i * 32 + bit;
      if (number < docs) numbers.push(number);
    }
  }
  return numbers;
};
