/**
 * One entry as it stands in a segment, encrypted: `CRC-32 4 · flags and length 4 · chain 8 · salt 8 · index 4 ·
 * ciphertext · tag 16`. The index counts from the segment's beginning, so that whoever finds a frame behind damage
 * knows how many are lost. The chain is the beginning of the tag before.
 */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { MAX_JOURNAL_ENTRY_BYTES } from '../../../shared/host-api/table.ts';

const HEADER_BYTES = 28;
const TAG_BYTES = 16;
/** What a frame has besides its entry. */
export const FRAME_OVERHEAD = HEADER_BYTES + TAG_BYTES;
export const CHAIN_BYTES = 8;
export const SALT_BYTES = 8;

/** The entry that stood here is gone: a segment that was written anew keeps its place. */
const IS_LOST = 0x4000_0000;
const LENGTH = 0x0fff_ffff;

const WORD_AT = 4;
const CHAIN_AT = 8;
/** Salt and index. */
const NONCE_AT = 16;
const INDEX_AT = 24;

/** What frames of one file are sealed with: no two files have the same. */
export type FrameKey = { key: KeyObject; seed: number };

export type FrameShape = { index: number; end: number; isLost: boolean };

export type FrameInput = {
  index: number;
  /** Undefined where the entry is lost. */
  entry: Uint8Array | undefined;
  chain: Uint8Array;
  /**
   * With the index it is the nonce: whoever writes draws a new one whenever it cannot be sure that no frame of this
   * index was written with this one before.
   */
  salt: Uint8Array;
};

/** Writes the frame at `at`. @returns where it ends */
export const writeFrame = (into: Buffer, at: number, { key, seed }: FrameKey, input: FrameInput): number => {
  const { index, entry, chain, salt } = input;
  const length = entry?.length ?? 0;
  const end = at + FRAME_OVERHEAD + length;
  into.writeUInt32BE(entry === undefined ? IS_LOST : length, at + WORD_AT);
  into.set(chain, at + CHAIN_AT);
  into.set(salt, at + NONCE_AT);
  into.writeUInt32BE(index, at + INDEX_AT);
  const cipher = createCipheriv('aes-256-gcm', key, into.subarray(at + NONCE_AT, at + HEADER_BYTES));
  cipher.setAAD(into.subarray(at + WORD_AT, at + NONCE_AT));
  if (entry !== undefined) into.set(cipher.update(entry), at + HEADER_BYTES);
  cipher.final();
  into.set(cipher.getAuthTag(), end - TAG_BYTES);
  into.writeUInt32BE(crcOf(into, at, end, seed), at);
  return end;
};

/** @returns undefined unless a whole frame stands at `at`, with every bit right */
export const readShape = (bytes: Buffer, at: number, seed: number): FrameShape | undefined => {
  if (at + FRAME_OVERHEAD > bytes.length) return undefined;
  const word = bytes.readUInt32BE(at + WORD_AT);
  const length = word & LENGTH;
  const end = at + FRAME_OVERHEAD + length;
  if (length > MAX_JOURNAL_ENTRY_BYTES || end > bytes.length) return undefined;
  if (crcOf(bytes, at, end, seed) !== bytes.readUInt32BE(at)) return undefined;
  return { index: indexAt(bytes, at), end, isLost: (word & IS_LOST) !== 0 };
};

/** @returns the entry of a frame whose shape is right; undefined if it was not made with this key */
export const openFrame = (bytes: Buffer, at: number, end: number, { key }: FrameKey): Uint8Array | undefined => {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at + NONCE_AT, at + HEADER_BYTES));
  decipher.setAAD(bytes.subarray(at + WORD_AT, at + NONCE_AT));
  decipher.setAuthTag(bytes.subarray(end - TAG_BYTES, end));
  try {
    const entry = decipher.update(bytes.subarray(at + HEADER_BYTES, end - TAG_BYTES));
    decipher.final();
    return new Uint8Array(entry.buffer, entry.byteOffset, entry.length);
  } catch {
    return undefined;
  }
};

/** What the frame that follows one ending at `end` names. */
export const chainAfter = (bytes: Buffer, end: number): Buffer =>
  bytes.subarray(end - TAG_BYTES, end - TAG_BYTES + CHAIN_BYTES);

export const chainIn = (bytes: Buffer, at: number): Buffer => bytes.subarray(at + CHAIN_AT, at + NONCE_AT);

export const indexAt = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at + INDEX_AT);

/** Of all of the frame but the CRC itself; begins with the file's own value, so that no frame fits another file. */
const crcOf = (bytes: Buffer, at: number, end: number, seed: number): number =>
  crc32(bytes.subarray(at + WORD_AT, end), seed);
