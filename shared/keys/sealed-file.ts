/**
 * A file that only those can open whom its writer named, in which every byte that was changed, left out, moved or added
 * shows. It is sealed part by part under one key of its own, so neither side holds all of it in memory.
 *
 * head: salt 24 · hint 32 · number of boxes varuint · boxes 80 each · 1 and the key under an epoch's 48, or 0
 * part: XChaCha20-Poly1305 of `more u8 · content`, with the hash of the head; its nonce is its number, from 0
 */
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, idBytes } from '../base/ids.ts';
import { createReader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import { type Crypto, type KeyPair, NONCE_BYTES, TAG_BYTES } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';

export type FileReaders = {
  /** X25519 keys of devices. */
  sealKeys: readonly Uint8Array[];
  /** Whoever has this secret can open it too. */
  epochSecret: Uint8Array | undefined;
};

export type SealedFile = {
  head: Uint8Array;
  /** The parts in order, the last one said to be it. */
  seal: (content: Uint8Array, isLast: boolean) => Uint8Array;
};

/** What one who wants to open it has. */
export type FileOpener = { sealing: KeyPair; epochSecrets: readonly Uint8Array[] };

export type OpenedFile = {
  /** Undefined for what is not the next part of this file. */
  open: (part: Uint8Array) => { content: Uint8Array; isLast: boolean } | undefined;
};

const KEY_BYTES = 32;
const BOX_BYTES = 80;
const MAX_BOXES = 20_000;
/** What a part has besides its content. */
export const PART_OVERHEAD = 1 + TAG_BYTES;

export const sealFile = (crypto: Crypto, random: Random, community: CommunityId, readers: FileReaders): SealedFile => {
  const key = random.bytes(KEY_BYTES);
  const salt = random.bytes(NONCE_BYTES);
  const boxes = readers.sealKeys.slice(0, MAX_BOXES).map((sealKey) => crypto.sealTo(key, sealKey));
  const writer = createWriter()
    .raw(salt)
    .raw(hintOf(crypto, salt, community))
    .varuint(boxes.length);
  for (const box of boxes) writer.raw(box);
  const { epochSecret } = readers;
  if (epochSecret === undefined) writer.u8(0);
  else writer.u8(1).raw(crypto.encrypt(key, NOTHING, salt, epochKeyOf(crypto, salt, epochSecret)));
  const head = writer.done();
  const bound = crypto.hash(head);
  let number = 0;
  return {
    head,
    seal: (content, isLast) => {
      const nonce = nonceOf(number);
      number += 1;
      return crypto.encrypt(concatBytes(Uint8Array.of(isLast ? 0 : 1), content), bound, nonce, key);
    },
  };
};

/** @returns whether a file is of a community; undefined for what is no head of a file */
export const isFileOf = (crypto: Crypto, head: Uint8Array, community: CommunityId): boolean | undefined => {
  const read = readHead(head);
  return read && equalBytes(read.hint, hintOf(crypto, read.salt, community));
};

/** @returns undefined if it is not for this device, as far as it knows */
export const openFile = (crypto: Crypto, head: Uint8Array, opener: FileOpener): OpenedFile | undefined => {
  const read = readHead(head);
  const key = read && keyIn(crypto, read, opener);
  if (key === undefined) return undefined;
  const bound = crypto.hash(head);
  let number = 0;
  return {
    open: (part) => {
      const plain = crypto.decrypt(part, bound, nonceOf(number), key);
      const more = plain?.[0];
      if (plain === undefined || (more !== 0 && more !== 1)) return undefined;
      number += 1;
      return { content: plain.subarray(1), isLast: more === 0 };
    },
  };
};

const NOTHING = new Uint8Array(0);

type Head = { salt: Uint8Array; hint: Uint8Array; boxes: Uint8Array[]; epochBox: Uint8Array | undefined };

const readHead = (bytes: Uint8Array): Head | undefined => {
  const reader = createReader(bytes);
  const salt = reader.raw(NONCE_BYTES);
  const hint = reader.raw(KEY_BYTES);
  const count = reader.varuint();
  if (count > MAX_BOXES) return undefined;
  const boxes = Array.from({ length: count }, () => reader.raw(BOX_BYTES));
  const hasEpoch = reader.u8();
  const epochBox = hasEpoch === 1 ? reader.raw(KEY_BYTES + TAG_BYTES) : undefined;
  return reader.finished() && hasEpoch <= 1 ? { salt, hint, boxes, epochBox } : undefined;
};

const keyIn = (crypto: Crypto, { salt, boxes, epochBox }: Head, opener: FileOpener): Uint8Array | undefined => {
  for (const box of boxes) {
    const key = crypto.openSealed(box, opener.sealing);
    if (key?.length === KEY_BYTES) return key;
  }
  if (epochBox === undefined) return undefined;
  for (const secret of opener.epochSecrets) {
    const key = crypto.decrypt(epochBox, NOTHING, salt, epochKeyOf(crypto, salt, secret));
    if (key !== undefined) return key;
  }
  return undefined;
};

/** By it members see whose file it is; to others it is noise. */
const hintOf = (crypto: Crypto, salt: Uint8Array, community: CommunityId): Uint8Array =>
  crypto.hash(inDomain('holdfast/file-hint/1', salt, idBytes(community)));

const epochKeyOf = (crypto: Crypto, salt: Uint8Array, secret: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/file-epoch-key/1', salt), secret);

/** The key is of one file: its parts need no more than to be told apart. */
const nonceOf = (number: number): Uint8Array => {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setBigUint64(0, BigInt(number));
  return nonce;
};
