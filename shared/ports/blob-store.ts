/** Content-addressed files, kept by the host. The key is the BLAKE2b-256 or SHA-256 of the bytes, chosen by the caller. */
export type BlobStore = {
  put: (key: string, bytes: Uint8Array) => Promise<void>;
  get: (key: string) => Promise<Uint8Array | undefined>;
  remove: (key: string) => Promise<void>;
};
