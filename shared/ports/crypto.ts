/**
 * The primitives, all synchronous, all libsodium's: one rule set everywhere, or one odd signature could split a
 * community. Sizes in bytes: hashes, keys and seeds 32, signatures 64, nonces 24. What is given is read at once and not
 * kept: callers use buffers again.
 */
export type KeyPair = { publicKey: Uint8Array; privateKey: Uint8Array };

export type Crypto = {
  /** BLAKE2b-256, keyed when `key` is given. */
  hash: (message: Uint8Array, key?: Uint8Array) => Uint8Array;
  signingKeys: (seed: Uint8Array) => KeyPair;
  sign: (digest: Uint8Array, privateKey: Uint8Array) => Uint8Array;
  /** Ed25519 with libsodium's checks: small-order and non-canonical keys and points are refused. Never throws. */
  verify: (signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array) => boolean;
  sealingKeys: (seed: Uint8Array) => KeyPair;
  /**
   * What two who sign share: X25519 of one's Ed25519 private key and the other's public key. Undefined for a public key
   * that is not canonical, not in the main subgroup or of small order.
   */
  agree: (privateKey: Uint8Array, publicKey: Uint8Array) => Uint8Array | undefined;
  /** Anonymous sealed box to an X25519 key. */
  sealTo: (message: Uint8Array, publicKey: Uint8Array) => Uint8Array;
  openSealed: (box: Uint8Array, keys: KeyPair) => Uint8Array | undefined;
  /** XChaCha20-Poly1305. */
  encrypt: (message: Uint8Array, associated: Uint8Array, nonce: Uint8Array, key: Uint8Array) => Uint8Array;
  decrypt: (
    ciphertext: Uint8Array,
    associated: Uint8Array,
    nonce: Uint8Array,
    key: Uint8Array,
  ) => Uint8Array | undefined;
};

export const NONCE_BYTES = 24;
export const SIGNATURE_BYTES = 64;
/** What `encrypt` adds to a message. */
export const TAG_BYTES = 16;
