/**
 * libsodium, with two differences. Sealed boxes are made without chance of their own: libsodium's take a fresh key that no
 * port gives, so two runs of one seed would differ. Whoever knows a public key could open these; nobody here tries. And
 * what was verified or derived once is remembered: six machines of one process check the same signatures.
 */
import { loadSodiumCrypto } from '../../keys/sodium-crypto.ts';
import type { Crypto, KeyPair } from '../../ports/crypto.ts';

const NOTHING = new Uint8Array(0);
/** The real ones add an ephemeral key and a tag: 48 bytes. */
const PADDING = 8;
const MAX_REMEMBERED = 20_000;

export const loadSimCrypto = async (): Promise<Crypto> => {
  const sodium = await loadSodiumCrypto();
  const verify = remembered((signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array) =>
    sodium.verify(signature, digest, publicKey),
  );
  const signingKeys = remembered((seed: Uint8Array): KeyPair => sodium.signingKeys(seed));
  const sealingKeys = remembered((seed: Uint8Array): KeyPair => sodium.sealingKeys(seed));
  return {
    ...sodium,
    verify,
    signingKeys,
    sealingKeys,
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

/** The same bytes give the same answer. */
const remembered = <T>(ask: (...bytes: Uint8Array[]) => T): ((...bytes: Uint8Array[]) => T) => {
  const answers = new Map<string, T>();
  return (...bytes) => {
    const key = bytes.map((each) => String.fromCharCode(...each)).join('|');
    const held = answers.get(key);
    if (held !== undefined) return held;
    const answer = ask(...bytes);
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    answers.set(key, answer);
    return answer;
  };
};
