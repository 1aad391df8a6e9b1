/** Small secrets (device seeds) under names of `[a-z0-9-]{1,64}`, kept by the host, encrypted where the system can. */
export type SecretStore = {
  get: (name: string) => Promise<Uint8Array | undefined>;
  /** Resolves when the secret is durable. */
  set: (name: string, value: Uint8Array) => Promise<void>;
};
