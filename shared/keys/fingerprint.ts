import { inDomain } from '../base/domain.ts';
import { type CommunityId, idBytes } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';

/** No vowels that make words, no characters that look or sound alike. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** Five groups of four characters, for two people to compare by voice. About 96 bits of the id. */
export const communityFingerprint = (crypto: Crypto, community: CommunityId): string => {
  const digest = crypto.hash(inDomain('holdfast/fingerprint/1', idBytes(community)));
  const letters = [...digest.subarray(0, 20)].map((byte) => LETTERS[byte % LETTERS.length] ?? '?');
  return [0, 4, 8, 12, 16].map((at) => letters.slice(at, at + 4).join('')).join(' ');
};
