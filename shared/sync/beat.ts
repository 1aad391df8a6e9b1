/**
 * A beat: what a device says of its person right now, signed, so that neighbours can tell it on. It lives for as long as it
 * says and is stored nowhere. One device's beats have ascending numbers.
 *
 * device 32 · number varuint · body bytes · signature 64. Body: 0 gone; 1 here, 2 away: holds varuint (seconds) · status text;
 * 3 typing: channel 32. Bodies of other kinds are passed over.
 */
import { inDomain } from '../base/domain.ts';
import { type ChannelId, type CommunityId, type DeviceId, idBytes } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter, type Writer } from '../base/writer.ts';
import { isStatus } from '../model/presence.ts';
import type { Crypto } from '../ports/crypto.ts';
import { SIGNATURE_BYTES } from '../ports/crypto.ts';
import { readChannel, readDevice } from './wire-lists.ts';

export type Beat = { device: DeviceId; number: number; body: Uint8Array; signature: Uint8Array };

export type BeatBody =
  /** To be shown as offline. */
  { kind: 'gone' } | { kind: 'here' | 'away'; holds: number; status: string } | { kind: 'typing'; channel: ChannelId };

const KINDS = { gone: 0, here: 1, away: 2, typing: 3 } as const;
/** A status of 80 characters has at most 240 bytes. */
const MAX_BODY_BYTES = 256;
const MAX_STATUS_BYTES = 240;
/** Seconds. */
export const MAX_HOLDS = 1_800;

export const writeBeat = (writer: Writer, { device, number, body, signature }: Beat): Writer =>
  writer.raw(idBytes(device)).varuint(number).bytes(body).raw(signature);

export const readBeat = (reader: Reader): Beat => ({
  device: readDevice(reader),
  number: reader.varuint(),
  body: reader.bytes(MAX_BODY_BYTES),
  signature: padded(reader.raw(SIGNATURE_BYTES)),
});

/** A reader that has failed gives fewer. */
const padded = (signature: Uint8Array): Uint8Array =>
  signature.length === SIGNATURE_BYTES ? signature : new Uint8Array(SIGNATURE_BYTES);

export const writeBeatBody = (body: BeatBody): Uint8Array => {
  const writer = createWriter().u8(KINDS[body.kind]);
  if (body.kind === 'typing') return writer.raw(idBytes(body.channel)).done();
  return body.kind === 'gone' ? writer.done() : writer.varuint(body.holds).text(body.status).done();
};

/** Told by the first byte alone: what else there is may be wrong. */
export const isOfTyping = ({ body: [kind] }: Beat): boolean => kind === KINDS.typing;

/** @returns undefined for what is no such body, or one of a kind that is not known here */
export const readBeatBody = (bytes: Uint8Array): BeatBody | undefined => {
  const reader = createReader(bytes);
  const body = bodyIn(reader);
  return reader.finished() ? body : undefined;
};

const bodyIn = (reader: Reader): BeatBody | undefined => {
  const kind = reader.u8();
  if (kind === KINDS.gone) return { kind: 'gone' };
  if (kind === KINDS.typing) return { kind: 'typing', channel: readChannel(reader) };
  if (kind !== KINDS.here && kind !== KINDS.away) return undefined;
  const holds = reader.varuint();
  const status = reader.text(MAX_STATUS_BYTES);
  if (holds === 0 || holds > MAX_HOLDS || !isStatus(status)) return undefined;
  return { kind: kind === KINDS.here ? 'here' : 'away', holds, status };
};

type Signer = { crypto: Crypto; community: CommunityId };

const digestOf = ({ crypto, community }: Signer, { device, number, body }: Omit<Beat, 'signature'>): Uint8Array =>
  crypto.hash(
    inDomain('holdfast/here/1', idBytes(community), idBytes(device), createWriter().varuint(number).bytes(body).done()),
  );

export const signBeat = (signer: Signer, said: Omit<Beat, 'signature'>, privateKey: Uint8Array): Beat => ({
  ...said,
  signature: signer.crypto.sign(digestOf(signer, said), privateKey),
});

export const isSigned = (signer: Signer, beat: Beat): boolean =>
  signer.crypto.verify(beat.signature, digestOf(signer, beat), idBytes(beat.device));
