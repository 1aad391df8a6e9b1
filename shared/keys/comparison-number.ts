/**
 * The number that two devices show so that a person can see that they talk to each other and to nobody between them. The
 * asking side commits to its nonce before it sees the other's: whoever stands between has one try in a million, however
 * much they compute.
 */
import { inDomain } from '../base/domain.ts';
import type { Crypto } from '../ports/crypto.ts';

export type Comparison = {
  code: Uint8Array;
  /** Keys that each side signed its handshake with. */
  asking: { device: Uint8Array; nonce: Uint8Array; sealKey: Uint8Array };
  asked: { device: Uint8Array; nonce: Uint8Array };
};

export const commitTo = (crypto: Crypto, nonce: Uint8Array, sealKey: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/device-commit/1', nonce, sealKey));

/** Six digits in two groups. */
export const comparisonNumber = (crypto: Crypto, { code, asking, asked }: Comparison): string => {
  const parts = [code, asking.device, asking.nonce, asking.sealKey, asked.device, asked.nonce];
  const digest = crypto.hash(inDomain('holdfast/device-number/1', ...parts));
  const number = digest.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % 1_000_000;
  const digits = String(number).padStart(6, '0');
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
};
