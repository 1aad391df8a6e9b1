/**
 * Domain separation: everything that is hashed, signed or derived begins with the text that says for what, ended by a
 * zero byte, so that nothing made for one purpose is ever valid for another.
 */
import { encodeUtf8 } from 'lib0/string';

import { concatBytes } from './bytes.ts';

export const DOMAINS = [
  'holdfast/lane/1',
  'holdfast/lane-table/1',
  'holdfast/lane-head/1',
  'holdfast/record-sign/1',
  'holdfast/record/1',
  'holdfast/body/1',
  'holdfast/body-hash/1',
  'holdfast/operation-sign/1',
  'holdfast/operation/1',
  'holdfast/chain/1',
  'holdfast/device-certificate/1',
  'holdfast/join/1',
  'holdfast/device-sign-seed/1',
  'holdfast/device-seal-seed/1',
  'holdfast/root-seed/1',
  'holdfast/epoch-secret/1',
  'holdfast/epoch-record-key/1',
  'holdfast/epoch-link-key/1',
  'holdfast/epoch-topic/1',
  'holdfast/epoch-password/1',
  'holdfast/epoch-invite-seal/1',
  'holdfast/epoch-wrap-key/1',
  'holdfast/recipients/1',
  'holdfast/direct/1',
  'holdfast/direct-channel/1',
  'holdfast/direct-record-key/1',
  'holdfast/direct-epoch/1',
  'holdfast/resolved/1',
  'holdfast/invite-sign-seed/1',
  'holdfast/invite-link-key/1',
  'holdfast/invite-topic/1',
  'holdfast/invite-password/1',
  'holdfast/invite-check/1',
  'holdfast/link-transcript/1',
  'holdfast/link-proof-initiator/1',
  'holdfast/link-proof-responder/1',
  'holdfast/link-identity-initiator/1',
  'holdfast/link-identity-responder/1',
  'holdfast/fingerprint/1',
  'holdfast/device-code-check/1',
  'holdfast/device-code-id/1',
  'holdfast/device-code-link-key/1',
  'holdfast/device-code-topic/1',
  'holdfast/device-code-password/1',
  'holdfast/device-commit/1',
  'holdfast/device-number/1',
  'holdfast/code-offer/1',
  'holdfast/code-answer/1',
  'holdfast/file-hint/1',
  'holdfast/file-epoch-key/1',
  'holdfast/here/1',
  'holdfast/picture/1',
] as const;

export type Domain = (typeof DOMAINS)[number];

const prefixes = new Map<Domain, Uint8Array>(DOMAINS.map((domain) => [domain, encodeUtf8(`${domain}\0`)]));

/** The domain's text, a zero byte, then the parts. Parts of variable length must carry their length themselves. */
export const inDomain = (domain: Domain, ...parts: readonly Uint8Array[]): Uint8Array =>
  concatBytes(prefixes.get(domain) ?? encodeUtf8(`${domain}\0`), ...parts);

/** Enough for any record's header and a message of some length. */
const brief = new Uint8Array(4_096);

/**
 * The same for what is hashed at once: in a buffer that the next call overwrites, since 100,000 records would otherwise
 * leave half a million pieces to collect.
 */
export const inDomainBriefly = (domain: Domain, ...parts: readonly Uint8Array[]): Uint8Array => {
  const prefix = prefixes.get(domain) ?? encodeUtf8(`${domain}\0`);
  let end = prefix.length;
  for (const part of parts) end += part.length;
  if (end > brief.length) return inDomain(domain, ...parts);
  brief.set(prefix);
  let at = prefix.length;
  for (const part of parts) {
    brief.set(part, at);
    at += part.length;
  }
  return brief.subarray(0, end);
};
