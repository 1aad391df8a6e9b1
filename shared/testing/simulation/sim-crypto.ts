/**
 * libsodium, except that sealed boxes are made without chance of their own: libsodium's take a fresh key that no port
 * gives, so two runs of one seed would differ. Whoever knows a public key could open these; nobody here tries.
 */
import { loadSodiumCrypto } from '../../keys/sodium-crypto.ts';
import type { Crypto } from '../../ports/crypto.ts';

const NOTHING = new Uint8Array(0);
/** The real ones add an ephemeral key and a tag: 48 bytes. */
const PADDING = 8;

export const loadSimCrypto = async (): Promise<Crypto> => {
  const sodium = await loadSodiumCrypto();
  return {
    ...sodium,
    sealTo: (message, publicKey) => {
      const key = sodium.hash(publicKey);
      const nonce = sodium.hash(message, key).slice(0, 24);
      return Uint8Array.of(...nonce, ...sodium.encrypt(message, NOTHING, nonce, key), ...new Uint8Array(PADDING));
    },
    openSealed: (box, keys) => {
      const ciphertext = box.subarray(24, Math.max(24, box.length - PADDING));
      return sodium.decrypt(ciphertext, NOTHING, box.subarray(0, 24), sodium.hash(keys.publicKey));
    },
  };
};
