/**
 * Operations: the signed, hash-linked facts that make a community. Wire form, all lengths explicit:
 *
 * version u8 = 1 · kind (text) · community 32 (zeros in CREATE) · device 32 · deviceSeq varuint · prevOwn 32 (zeros for
 * a device's first) · parents (count varuint, 32 each, ascending) · body (JSON, length-prefixed) · signature 64
 *
 * The body is its kind's (operation-body.ts), and may have `at`: when its author says it was done, milliseconds since the
 * Unix epoch. It is for people; nothing is decided by it.
 *
 * signed = H(operation-sign ‖ all before the signature); id = H(operation ‖ all, signature included): an id names every
 * byte. The community's id is the id of its CREATE.
 */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';

import { compareBytes } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, type DeviceId, deviceId, idBytes, type OpId, opId, ZERO_ID } from '../base/ids.ts';
import { createReader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { MAX_TIME, timeSchema } from './body-parts.ts';
import { type OperationBody, parseOperationBody } from './operation-body.ts';

export type Operation = {
  id: OpId;
  community: CommunityId | undefined;
  device: DeviceId;
  deviceSeq: number;
  prevOwn: OpId | undefined;
  parents: readonly OpId[];
  /** `unknown` kinds are kept and relayed, and have no effect. */
  body: OperationBody | { kind: 'unknown'; name: string };
  /** When its author says it was done. */
  at: number | undefined;
  /** The wire form. */
  bytes: Uint8Array;
};

export const MAX_OPERATION_BYTES = 32 * 1024;
const MAX_PARENTS = 64;

/** @param now of whatever clock: one that is wrong makes no operation wrong */
export const timeToSay = (now: number): number => Math.min(Math.max(Math.floor(now), 0), MAX_TIME);

export type OperationDraft = {
  community: CommunityId | undefined;
  device: DeviceId;
  deviceSeq: number;
  prevOwn: OpId | undefined;
  parents: readonly OpId[];
  body: OperationBody;
  at?: number | undefined;
};

export const signOperation = (crypto: Crypto, draft: OperationDraft, privateKey: Uint8Array): Operation => {
  const { kind, ...body } = draft.body;
  const { at } = draft;
  // a note says it in its own words
  const said = at === undefined || kind === 'COMMUNITY_NOTE' ? body : { ...body, at };
  const parents = draft.parents.map(idBytes).sort(compareBytes);
  const unsigned = createWriter()
    .u8(1)
    .text(kind)
    .raw(draft.community === undefined ? ZERO_ID : idBytes(draft.community))
    .raw(idBytes(draft.device))
    .varuint(draft.deviceSeq)
    .raw(draft.prevOwn === undefined ? ZERO_ID : idBytes(draft.prevOwn))
    .varuint(parents.length);
  for (const parent of parents) unsigned.raw(parent);
  unsigned.bytes(encodeUtf8(JSON.stringify(said)));
  const signed = unsigned.done();
  const signature = crypto.sign(crypto.hash(inDomain('holdfast/operation-sign/1', signed)), privateKey);
  const bytes = createWriter().raw(signed).raw(signature).done();
  return { ...draft, at: timeOf(draft.body) ?? at, parents: parents.map(opId), id: operationId(crypto, bytes), bytes };
};

/** @returns undefined if the bytes are not one well-formed operation with a valid signature of its device */
export const readOperation = (crypto: Crypto, bytes: Uint8Array): Operation | undefined => {
  if (bytes.length > MAX_OPERATION_BYTES) return undefined;
  const reader = createReader(bytes);
  const version = reader.u8();
  const kind = reader.text(64);
  const community = reader.raw(32);
  const device = reader.raw(32);
  const deviceSeq = reader.varuint();
  const prevOwn = reader.raw(32);
  const parents = readParents(reader.varuint(), () => reader.raw(32));
  const body = reader.bytes(MAX_OPERATION_BYTES);
  const signedLength = bytes.length - reader.left();
  const signature = reader.raw(64);
  if (!reader.finished() || version !== 1 || parents === undefined) return undefined;
  const digest = crypto.hash(inDomain('holdfast/operation-sign/1', bytes.subarray(0, signedLength)));
  if (!crypto.verify(signature, digest, device)) return undefined;
  const parsed = parseBody(kind, body);
  if (parsed === undefined) return undefined;
  return {
    id: operationId(crypto, bytes),
    community: isZero(community) ? undefined : (opId(community) as string as CommunityId),
    device: deviceId(device),
    deviceSeq,
    prevOwn: isZero(prevOwn) ? undefined : opId(prevOwn),
    parents: parents.map(opId),
    ...parsed,
    bytes,
  };
};

const operationId = (crypto: Crypto, bytes: Uint8Array): OpId =>
  opId(crypto.hash(inDomain('holdfast/operation/1', bytes)));

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

const readParents = (count: number, next: () => Uint8Array): Uint8Array[] | undefined => {
  if (count > MAX_PARENTS) return undefined;
  const parents = Array.from({ length: count }, next);
  const ascending = parents.every((parent, i) => i === 0 || compareBytes(parents[i - 1] ?? parent, parent) < 0);
  return ascending ? parents : undefined;
};

const parseBody = (kind: string, bytes: Uint8Array): Pick<Operation, 'body' | 'at'> | undefined => {
  try {
    return readBody(kind, JSON.parse(decodeUtf8(bytes)));
  } catch {
    return undefined; // not UTF-8 or not JSON: not an operation
  }
};

const readBody = (kind: string, value: unknown): Pick<Operation, 'body' | 'at'> | undefined => {
  const { at, rest } = kind === 'COMMUNITY_NOTE' ? { rest: value } : apart(value);
  const body = parseOperationBody(kind, rest);
  if (body === undefined) return undefined;
  if (at === undefined) return { body, at: timeOf(body) };
  const time = timeSchema.safeParse(at);
  // of a newer kind it may say something else
  return time.success || body.kind === 'unknown' ? { body, at: time.data } : undefined;
};

const apart = (value: unknown): { at?: unknown; rest: unknown } => {
  if (typeof value !== 'object' || value === null || !('at' in value)) return { rest: value };
  const { at, ...rest } = value;
  return { at, rest };
};

const timeOf = (body: Operation['body']): number | undefined => (body.kind === 'COMMUNITY_NOTE' ? body.at : undefined);
