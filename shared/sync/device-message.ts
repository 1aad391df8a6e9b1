/**
 * What two devices of one person say on the link that a device code made, after its handshake. First byte: the type.
 *
 * 40 ASK      new → old  commit 32 · name of the device
 * 41 NONCE    old → new  nonce 32
 * 42 REVEAL   new → old  nonce 32 · sealing key 32, to which ASK committed
 * 43 GRANT    old → new  sealed to that key: root 32 and communities (JSON). Only after the person at the old device agreed
 * 44 CERTIFY  new → old  its keys in each community, certified by the root (JSON)
 * 45 DONE     old → new  for each community it was added to: the newest epoch's key, sealed (JSON)
 * 46 DECLINED old → new
 */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import { fromBase64Url } from '../base/bytes.ts';
import { type CommunityId, type DeviceId, type OpId, parseCommunityId, parseDeviceId } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import { bytesOf, nameSchema } from '../governance/body-parts.ts';
import { MAX_FRAME_BYTES } from '../ports/transport.ts';

z.config({ jitless: true });

/** So many fit into a frame, whatever their names. */
export const MAX_COMMUNITIES = 128;
export const MAX_DEVICE_NAME = 64;

const community = z.custom<CommunityId>((value) => parseCommunityId(value) !== undefined);
const grantSchema = z
  .object({
    root: bytesOf(32),
    communities: z
      .array(z.object({ community, salt: bytesOf(32), memberName: nameSchema }).strict())
      .max(MAX_COMMUNITIES),
  })
  .strict();
const claimSchema = z
  .object({
    community,
    device: z.custom<DeviceId>((value) => parseDeviceId(value) !== undefined),
    sealKey: bytesOf(32),
    certificate: bytesOf(64),
  })
  .strict();
/** An epoch's secret in a box for the new device: with it, it finds the community's members. */
const doorSchema = z
  .object({ community, epoch: z.custom<OpId>((value) => isId(value)), box: bytesOf(32 + 48) })
  .strict();
const isId = (value: unknown): boolean => typeof value === 'string' && fromBase64Url(value)?.length === 32;

export type DeviceGrant = z.output<typeof grantSchema>;
export type DeviceClaim = z.output<typeof claimSchema>;
export type CommunityDoor = z.output<typeof doorSchema>;

export type DeviceMessage =
  | { kind: 'ask'; commit: Uint8Array; name: string }
  | { kind: 'nonce'; nonce: Uint8Array }
  | { kind: 'reveal'; nonce: Uint8Array; sealKey: Uint8Array }
  | { kind: 'grant'; sealed: Uint8Array }
  | { kind: 'certify'; claims: readonly DeviceClaim[] }
  | { kind: 'done'; doors: readonly CommunityDoor[] }
  | { kind: 'declined' };

const TYPES = { ask: 40, nonce: 41, reveal: 42, grant: 43, certify: 44, done: 45, declined: 46 } as const;

export const writeDeviceMessage = (message: DeviceMessage): Uint8Array => {
  const writer = createWriter().u8(TYPES[message.kind]);
  switch (message.kind) {
    case 'ask':
      return writer.raw(message.commit).text(message.name).done();
    case 'nonce':
      return writer.raw(message.nonce).done();
    case 'reveal':
      return writer.raw(message.nonce).raw(message.sealKey).done();
    case 'grant':
      return writer.bytes(message.sealed).done();
    case 'certify':
      return writer.text(JSON.stringify(message.claims)).done();
    case 'done':
      return writer.text(JSON.stringify(message.doors)).done();
    case 'declined':
      return writer.done();
  }
};

/** @returns undefined if the bytes are not such a message */
export const readDeviceMessage = (frame: Uint8Array): DeviceMessage | undefined => {
  if (frame.length > MAX_FRAME_BYTES) return undefined;
  const reader = createReader(frame);
  const message = readBody(reader.u8(), reader);
  return reader.finished() ? message : undefined;
};

const readBody = (type: number, reader: Reader): DeviceMessage | undefined => {
  switch (type) {
    case TYPES.ask:
      return { kind: 'ask', commit: reader.raw(32), name: reader.text(MAX_DEVICE_NAME * 4) };
    case TYPES.nonce:
      return { kind: 'nonce', nonce: reader.raw(32) };
    case TYPES.reveal:
      return { kind: 'reveal', nonce: reader.raw(32), sealKey: reader.raw(32) };
    case TYPES.grant:
      return { kind: 'grant', sealed: reader.bytes(MAX_FRAME_BYTES) };
    case TYPES.certify: {
      const claims = readJson(reader.text(MAX_FRAME_BYTES), z.array(claimSchema).max(MAX_COMMUNITIES));
      return claims && { kind: 'certify', claims };
    }
    case TYPES.done: {
      const doors = readJson(reader.text(MAX_FRAME_BYTES), z.array(doorSchema).max(MAX_COMMUNITIES));
      return doors && { kind: 'done', doors };
    }
    case TYPES.declined:
      return { kind: 'declined' };
    default:
      return undefined;
  }
};

export const writeGrant = (grant: DeviceGrant): Uint8Array => encodeUtf8(JSON.stringify(grant));

export const readGrant = (plain: Uint8Array): DeviceGrant | undefined => {
  try {
    return readJson(decodeUtf8(plain), grantSchema);
  } catch {
    return undefined; // not UTF-8
  }
};

const readJson = <T>(text: string, schema: z.ZodType<T>): T | undefined => {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};
