/**
 * Where the frames of a segment begin, in a file of its own, so that a start need not read the segment: `magic 4 ·
 * CRC-32 4 · head 48 · bytes covered 4 · offsets 4 each`, numbers in the machine's own order. It is written after what
 * it covers is on the disk: what is wrong there is damage, never a write that a crash tore. One that is missing or
 * wrong is made again from the segment.
 */
import { crc32 } from 'node:zlib';

import { HEAD_BYTES, readHead, type SegmentHead, writeHead } from './segment-head.ts';

export type SegmentIndex = { head: SegmentHead; bytes: number; starts: Uint32Array };

const MAGIC = 0x4846_6a78;
const HEAD_AT = 8;
const BYTES_AT = HEAD_AT + HEAD_BYTES;
const STARTS_AT = BYTES_AT + 4;

export const writeIndex = ({ head, bytes, starts }: SegmentIndex): Uint8Array => {
  const words = new Uint32Array(STARTS_AT / 4 + starts.length);
  const all = Buffer.from(words.buffer);
  words[0] = MAGIC;
  all.set(writeHead(head), HEAD_AT);
  words[BYTES_AT / 4] = bytes;
  words.set(starts, STARTS_AT / 4);
  words[1] = crc32(all.subarray(HEAD_AT));
  return all;
};

/** @returns undefined unless every bit is right */
export const readIndex = (read: Buffer): SegmentIndex | undefined => {
  if (read.length < STARTS_AT || read.length % 4 !== 0) return undefined;
  // numbers are read where they stand, and that must be at a multiple of four
  const words = new Uint32Array(new Uint8Array(read).buffer);
  const [magic, crc] = words;
  if (magic !== MAGIC || crc !== crc32(read.subarray(HEAD_AT))) return undefined;
  const head = readHead(read.subarray(HEAD_AT, BYTES_AT));
  if (head === undefined) return undefined;
  return { head, bytes: words[BYTES_AT / 4] ?? 0, starts: words.slice(STARTS_AT / 4) };
};
