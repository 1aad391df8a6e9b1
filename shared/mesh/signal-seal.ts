/** y-webrtc's sealing of signalling (AES-GCM, lib0 framing), done here, so that it only sees what was judged. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { encodeUtf8 } from 'lib0/string';

import type { Random } from '../ports/random.ts';
import type { Subtle } from './webrtc-types.ts';

/** A room's key from its password, as y-webrtc derives it: whoever speaks its protocol can be in our rooms. */
export const deriveSignalKey = async (subtle: Subtle, password: string, topic: string): Promise<unknown> => {
  const base = await subtle.importKey('raw', encodeUtf8(password), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', salt: encodeUtf8(topic), iterations: 100_000, hash: 'SHA-256' };
  return subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
};

type RoomName = { topic: string; password: string };

/** Deriving a key takes 20 to 40 ms. One that is expected is derived beforehand. */
export const createSignalKeys = (
  subtle: Subtle,
): { expect: (room: RoomName) => void; take: (room: RoomName) => Promise<unknown> } => {
  let expected: { room: RoomName; key: Promise<unknown> } | undefined;
  const derive = ({ password, topic }: RoomName): Promise<unknown> => deriveSignalKey(subtle, password, topic);
  const isExpected = ({ topic, password }: RoomName): boolean =>
    expected?.room.topic === topic && expected.room.password === password;
  return {
    expect: (room) => {
      if (!isExpected(room)) expected = { room, key: derive(room) };
    },
    take: (room) => (expected !== undefined && isExpected(room) ? expected.key : derive(room)),
  };
};

/** @returns what was sealed, or undefined if it was not sealed with this key */
export const openSignal = async (subtle: Subtle, key: unknown, sealed: Uint8Array): Promise<unknown> => {
  try {
    const decoder = decoding.createDecoder(sealed);
    if (decoding.readVarString(decoder) !== 'AES-GCM') return undefined;
    const iv = decoding.readVarUint8Array(decoder);
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, key, decoding.readVarUint8Array(decoder));
    return decoding.readAny(decoding.createDecoder(new Uint8Array(plain)));
  } catch {
    return undefined; // garbage, or another room's key
  }
};

export const sealSignal = async (
  subtle: Subtle,
  random: Random,
  key: unknown,
  message: unknown,
): Promise<Uint8Array> => {
  const plain = encoding.encode((encoder) =>
    encoding.writeAny(encoder, message as Parameters<typeof encoding.writeAny>[1]),
  );
  const iv = random.bytes(12);
  const cipher = await subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, 'AES-GCM');
    encoding.writeVarUint8Array(encoder, iv);
    encoding.writeVarUint8Array(encoder, new Uint8Array(cipher));
  });
};
