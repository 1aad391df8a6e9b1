/**
 * Records: what is signed, encrypted, stored and sent. An envelope on the wire and in the lane is
 *
 * version u8 = 1 · flags u8 · seq varuint · clock 8 (48 bits of milliseconds, 16 of counter, big-endian)
 * · [prev 32] · [gov: count u8, 32 each, ascending] · [epoch 32] · bodyLength varuint · bodyHash 32 · signature 64
 *
 * The first record of a segment's lane carries all of prev, gov and epoch (flags 7). Later ones leave out prev, and carry
 * gov and epoch only where they differ from the record before: one record has one encoding.
 *
 * signed = H(record-sign ‖ place ‖ header), id = H(record ‖ signed ‖ signature), with all of prev, gov and epoch always
 * in the header. An id thus names every byte of a record, so that one verified signature vouches for all records before
 * it, signatures included (docs/decisions/0002).
 */
import { compareBytes, concatBytes, equalBytes } from '../base/bytes.ts';
import { inDomainBriefly } from '../base/domain.ts';
import { type ChannelId, type CommunityId, type DeviceId, idBytes } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import { type Crypto, NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES } from '../ports/crypto.ts';
import { type HybridClock, putClock, readClock, writeClock } from './hybrid-clock.ts';

/** Where a lane is: one device's records of one channel in one period of seven days. */
export type LanePlace = { community: CommunityId; channel: ChannelId; segment: number; device: DeviceId };

export const isSamePlace = (a: LanePlace, b: LanePlace): boolean =>
  a === b ||
  (a.segment === b.segment && a.channel === b.channel && a.device === b.device && a.community === b.community);

export type Header = {
  /** Contiguous for each channel and device, across segments, from 0. */
  seq: number;
  clock: HybridClock;
  /** Id of this device's previous record in the channel; zeros for the first. */
  prev: Uint8Array;
  /** Governance heads the author knew, ascending. */
  gov: readonly Uint8Array[];
  epoch: Uint8Array;
  bodyLength: number;
  bodyHash: Uint8Array;
};

export type Envelope = Header & { signature: Uint8Array };
export type SignedRecord = { id: Uint8Array; envelope: Envelope };

export const MAX_BODY_PLAINTEXT = 32 * 1024;
export const MAX_BODY_BYTES = MAX_BODY_PLAINTEXT + NONCE_BYTES + TAG_BYTES;
/** Enough for gov with the most heads allowed. */
export const MAX_ENVELOPE_BYTES = 2048;
const MAX_GOV_HEADS = 32;
const PREV = 1;
const GOV = 2;
const EPOCH = 4;

/** @param before the record before it in the same lane of the same segment, if there is one */
export const writeEnvelope = (envelope: Envelope, before: Envelope | undefined): Uint8Array => {
  const flags = flagsOf(envelope, before);
  const writer = createWriter().u8(1).u8(flags).varuint(envelope.seq).raw(writeClock(envelope.clock));
  if (flags & PREV) writer.raw(envelope.prev);
  if (flags & GOV) {
    writer.u8(envelope.gov.length);
    for (const head of envelope.gov) writer.raw(head);
  }
  if (flags & EPOCH) writer.raw(envelope.epoch);
  return writer.varuint(envelope.bodyLength).raw(envelope.bodyHash).raw(envelope.signature).done();
};

/**
 * Reads an envelope strictly: shape, limits, and the one encoding that `before` allows.
 * @param before the record before it in this segment's lane, with its id; undefined for the lane's first
 */
export const readEnvelope = (bytes: Uint8Array, before: SignedRecord | undefined): Envelope | undefined => {
  const reader = createReader(bytes);
  const version = reader.u8();
  const flags = reader.u8();
  const seq = reader.varuint();
  const clock = readClock(reader.view(8));
  const context = readContext(reader, flags, before);
  const bodyLength = reader.varuint();
  const bodyHash = reader.view(32);
  const signature = reader.view(SIGNATURE_BYTES);
  if (!reader.finished() || version !== 1 || flags > 7 || bodyLength > MAX_BODY_BYTES) return undefined;
  if (context === undefined) return undefined;
  const envelope = { seq, clock, ...context, bodyLength, bodyHash, signature };
  return flags === flagsOf(envelope, before?.envelope) ? envelope : undefined;
};

/** What a record may leave out because the one before it says the same. */
const readContext = (
  reader: Reader,
  flags: number,
  before: SignedRecord | undefined,
): Pick<Envelope, 'prev' | 'gov' | 'epoch'> | undefined => {
  const prev = flags & PREV ? reader.view(32) : before?.id;
  const gov = flags & GOV ? readHeads(reader) : before?.envelope.gov;
  const epoch = flags & EPOCH ? reader.view(32) : before?.envelope.epoch;
  return prev === undefined || gov === undefined || epoch === undefined ? undefined : { prev, gov, epoch };
};

const readHeads = (reader: Reader): Uint8Array[] | undefined => {
  const count = reader.u8();
  if (count === 0 || count > MAX_GOV_HEADS) return undefined;
  const heads = Array.from({ length: count }, () => reader.view(32));
  return heads.every((head, i) => i === 0 || compareBytes(heads[i - 1] ?? head, head) < 0) ? heads : undefined;
};

const flagsOf = (envelope: Header, before: Header | undefined): number => {
  if (before === undefined) return PREV | GOV | EPOCH;
  return (sameHeads(envelope.gov, before.gov) ? 0 : GOV) | (equalBytes(envelope.epoch, before.epoch) ? 0 : EPOCH);
};

const sameHeads = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a === b || (a.length === b.length && a.every((head, i) => equalBytes(head, b[i] ?? new Uint8Array(0))));

export const signRecord = (crypto: Crypto, place: LanePlace, header: Header, privateKey: Uint8Array): SignedRecord => {
  const digest = signedDigest(crypto, place, header);
  const signature = crypto.sign(digest, privateKey);
  return { id: idOf(crypto, digest, signature), envelope: { ...header, signature } };
};

/** The id of a record; says nothing about whether its signature is good. */
export const recordIdOf = (crypto: Crypto, place: LanePlace, envelope: Envelope): Uint8Array =>
  idOf(crypto, signedDigest(crypto, place, envelope), envelope.signature);

export const hasValidSignature = (crypto: Crypto, place: LanePlace, envelope: Envelope): boolean =>
  crypto.verify(envelope.signature, signedDigest(crypto, place, envelope), idBytes(place.device));

const idOf = (crypto: Crypto, digest: Uint8Array, signature: Uint8Array): Uint8Array =>
  crypto.hash(inDomainBriefly('holdfast/record/1', digest, signature));

const signedDigest = (crypto: Crypto, place: LanePlace, header: Header): Uint8Array => {
  const end = putHeader(place, header);
  const at = putVaruint(headerBuffer, end, header.bodyLength);
  headerBuffer.set(header.bodyHash, at);
  return crypto.hash(inDomainBriefly('holdfast/record-sign/1', headerBuffer.subarray(0, at + header.bodyHash.length)));
};

type HeaderStart = Omit<Header, 'bodyLength' | 'bodyHash'>;

/** A copy would be made for each hash of each record; nothing keeps it. */
const headerBuffer = new Uint8Array(4_096);
const headerBytes = (place: LanePlace, header: HeaderStart): Uint8Array =>
  headerBuffer.subarray(0, putHeader(place, header));

/** @returns where it ends in the buffer */
const putHeader = (place: LanePlace, header: HeaderStart): number => {
  const start = placeBytes(place);
  headerBuffer.set(start);
  let at = putVaruint(headerBuffer, start.length, header.seq);
  putClock(headerBuffer, at, header.clock);
  headerBuffer.set(header.prev, at + 8);
  at += 8 + header.prev.length;
  headerBuffer[at] = header.gov.length;
  at += 1;
  for (const part of [...header.gov, header.epoch]) {
    headerBuffer.set(part, at);
    at += part.length;
  }
  return at;
};

/** A run's records share one place, and mostly the next run is of the same lane. */
const bytesOfPlaces = new WeakMap<LanePlace, Uint8Array>();
let latest: { place: LanePlace; bytes: Uint8Array } | undefined;
const placeBytes = (place: LanePlace): Uint8Array => {
  if (latest !== undefined && isSamePlace(latest.place, place)) return latest.bytes;
  const bytes = bytesOfPlaces.get(place) ?? writePlace(place);
  bytesOfPlaces.set(place, bytes);
  latest = { place, bytes };
  return bytes;
};

const writePlace = ({ community, channel, segment, device }: LanePlace): Uint8Array =>
  createWriter().raw(idBytes(community)).raw(idBytes(channel)).varuint(segment).raw(idBytes(device)).done();

/** @returns where it ends */
const putVaruint = (out: Uint8Array, from: number, value: number): number => {
  let at = from;
  let rest = value;
  for (; rest > 127; at += 1) {
    out[at] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  out[at] = rest;
  return at + 1;
};

export const bodyHashOf = (crypto: Crypto, body: Uint8Array): Uint8Array =>
  crypto.hash(inDomainBriefly('holdfast/body-hash/1', body));

/** Whether it is the body that was signed. */
export const isBodyOf = (crypto: Crypto, { bodyLength, bodyHash }: Envelope, body: Uint8Array): boolean =>
  body.length === bodyLength && equalBytes(bodyHashOf(crypto, body), bodyHash);

/** Body = nonce 24 ‖ ciphertext, bound to its place and header. */
export const encryptBody = (
  crypto: Crypto,
  place: LanePlace,
  header: Omit<Header, 'bodyLength' | 'bodyHash'>,
  plaintext: Uint8Array,
  key: { recordKey: Uint8Array; nonce: Uint8Array },
): Uint8Array =>
  concatBytes(
    key.nonce,
    crypto.encrypt(plaintext, inDomainBriefly('holdfast/body/1', headerBytes(place, header)), key.nonce, key.recordKey),
  );

export const decryptBody = (
  crypto: Crypto,
  place: LanePlace,
  header: Header,
  body: Uint8Array,
  recordKey: Uint8Array,
): Uint8Array | undefined =>
  body.length < NONCE_BYTES + TAG_BYTES
    ? undefined
    : crypto.decrypt(
        body.subarray(NONCE_BYTES),
        inDomainBriefly('holdfast/body/1', headerBytes(place, header)),
        body.subarray(0, NONCE_BYTES),
        recordKey,
      );
