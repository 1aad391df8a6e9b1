/**
 * A segment begins with its head, twice: `magic 8 · number 4 · first position 8 · file id 16 · key id 8 · CRC-32 4`.
 * The file id is drawn anew for each file; what its frames are sealed with follows from it and the profile's key.
 */
import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { CHAIN_BYTES, type FrameKey } from './frame.ts';

export type SegmentHead = {
  number: number;
  /** Position of its first entry. */
  first: number;
  fileId: Uint8Array;
  /** Says which key it takes, and nothing of it. */
  keyId: Uint8Array;
};

/** The profile's key for its journal. */
export type JournalKey = { secret: Uint8Array; id: Uint8Array };

export const HEAD_BYTES = 48;
/** Where the first frame begins. */
export const BODY_AT = 2 * HEAD_BYTES;

/** What the first frame of a file names as the one before. */
export const CHAIN_START: Uint8Array = new Uint8Array(CHAIN_BYTES);

const MAGIC = Buffer.from('HFjrnl1\n');
const CRC_AT = HEAD_BYTES - 4;

export const journalKey = (secret: Uint8Array): JournalKey => ({
  secret,
  id: new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'holdfast/journal/key-id/1', 8)),
});

export const newHead = (number: number, first: number, key: JournalKey): SegmentHead => ({
  number,
  first,
  fileId: randomBytes(16),
  keyId: key.id,
});

export const frameKeyOf = ({ secret }: JournalKey, { fileId }: SegmentHead): FrameKey => ({
  key: createSecretKey(new Uint8Array(hkdfSync('sha256', secret, fileId, 'holdfast/journal/file/1', 32))),
  seed: crc32(fileId),
});

export const writeHead = ({ number, first, fileId, keyId }: SegmentHead): Buffer => {
  const bytes = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32BE(number, 8);
  bytes.writeUIntBE(first, 14, 6);
  bytes.set(fileId, 20);
  bytes.set(keyId, 36);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
};

/** @returns undefined unless every bit is right */
export const readHead = (bytes: Buffer): SegmentHead | undefined => {
  if (bytes.length < HEAD_BYTES || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) return undefined;
  if (crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32BE(CRC_AT)) return undefined;
  return {
    number: bytes.readUInt32BE(8),
    first: bytes.readUIntBE(14, 6),
    fileId: Uint8Array.from(bytes.subarray(20, 36)),
    keyId: Uint8Array.from(bytes.subarray(36, 44)),
  };
};

/** How many of the two copies at the beginning of a segment are wrong, and what the other says. */
export const readHeads = (bytes: Buffer): { head: SegmentHead | undefined; wrong: { from: number; to: number }[] } => {
  const copies = [0, HEAD_BYTES].map((from) => ({ from, to: from + HEAD_BYTES }));
  const heads = copies.map(({ from, to }) => readHead(bytes.subarray(from, to)));
  return { head: heads.find((head) => head !== undefined), wrong: copies.filter((_, i) => heads[i] === undefined) };
};

export const isSameFile = (a: SegmentHead, b: SegmentHead): boolean => Buffer.compare(a.fileId, b.fileId) === 0;
