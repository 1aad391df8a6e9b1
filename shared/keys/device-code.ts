/**
 * The code that brings one more device of the same person in: `holdfast://device#FRAGMENT`. It proves nothing but itself:
 * who has it may meet the old device and ask; the person there decides. It names no community and no key.
 *
 * Fragment: base64url of version u8 = 1 · seed 16 · check 4 (first bytes of a hash of all before it).
 */
import { concatBytes, equalBytes, fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { type Domain, inDomain } from '../base/domain.ts';
import type { Crypto } from '../ports/crypto.ts';

const PREFIX = 'holdfast://device#';
const VERSION = 1;
export const CODE_SEED_BYTES = 16;
const CHECK_BYTES = 4;
const MAX_CODE_LENGTH = 256;

export const formatDeviceCode = (crypto: Crypto, seed: Uint8Array): string => {
  const body = concatBytes(Uint8Array.of(VERSION), seed);
  return PREFIX + toBase64Url(concatBytes(body, check(crypto, body)));
};

/** Takes the code with spaces or brackets around it. Only in its own scheme: no web page is to see it. */
export const parseDeviceCode = (crypto: Crypto, text: string): Uint8Array | undefined => {
  const trimmed = text.trim().replace(/^[<"'(]+|[>"').,]+$/g, '');
  const fragment = /^holdfast:\/\/device\/?#([A-Za-z0-9_-]+)$/.exec(trimmed)?.[1];
  if (fragment === undefined || trimmed.length > MAX_CODE_LENGTH) return undefined;
  const bytes = fromBase64Url(fragment);
  if (bytes === undefined || bytes.length !== 1 + CODE_SEED_BYTES + CHECK_BYTES || bytes[0] !== VERSION)
    return undefined;
  const body = bytes.subarray(0, bytes.length - CHECK_BYTES);
  return equalBytes(check(crypto, body), bytes.subarray(body.length)) ? body.slice(1) : undefined;
};

const check = (crypto: Crypto, body: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/device-code-check/1', body)).subarray(0, CHECK_BYTES);

/** What follows from a code's seed, on both devices. */
export type DeviceCodeKeys = {
  /** Names the code in the handshake; public. */
  id: Uint8Array;
  linkKey: Uint8Array;
  room: { topic: string; password: string };
};

export const deriveDeviceCodeKeys = (crypto: Crypto, seed: Uint8Array): DeviceCodeKeys => {
  const derive = (domain: Domain): Uint8Array => crypto.hash(inDomain(domain), seed);
  return {
    id: derive('holdfast/device-code-id/1'),
    linkKey: derive('holdfast/device-code-link-key/1'),
    room: {
      topic: toBase64Url(derive('holdfast/device-code-topic/1')),
      password: toBase64Url(derive('holdfast/device-code-password/1')),
    },
  };
};
