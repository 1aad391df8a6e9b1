import sodium from 'libsodium-wrappers';

import type { Crypto } from '../ports/crypto.ts';

/** libsodium's wasm behind the Crypto port. Resolves when the module is loaded. */
export const loadSodiumCrypto = async (): Promise<Crypto> => {
  await sodium.ready;
  return {
    hash: (message, key) => sodium.crypto_generichash(32, message, key ?? null),
    signingKeys: (seed) => sodium.crypto_sign_seed_keypair(seed),
    sign: (digest, privateKey) => sodium.crypto_sign_detached(digest, privateKey),
    verify: (signature, digest, publicKey) =>
      signature.length === 64 &&
      publicKey.length === 32 &&
      sodium.crypto_sign_verify_detached(signature, digest, publicKey),
    sealingKeys: (seed) => sodium.crypto_box_seed_keypair(seed),
    agree: (privateKey, publicKey) =>
      attempt(() =>
        sodium.crypto_scalarmult(
          sodium.crypto_sign_ed25519_sk_to_curve25519(privateKey),
          sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey),
        ),
      ),
    sealTo: (message, publicKey) => sodium.crypto_box_seal(message, publicKey),
    openSealed: (box, keys) => attempt(() => sodium.crypto_box_seal_open(box, keys.publicKey, keys.privateKey)),
    encrypt: (message, associated, nonce, key) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(message, associated, null, nonce, key),
    decrypt: (ciphertext, associated, nonce, key) =>
      attempt(() => sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, associated, nonce, key)),
  };
};

/** libsodium throws where the answer is "this was not made with that key"; here that is a value. */
const attempt = <T>(open: () => T): T | undefined => {
  try {
    return open();
  } catch {
    return undefined;
  }
};
