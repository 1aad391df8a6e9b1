import type { SecretStore } from '../ports/secret-store.ts';

export const createMemorySecrets = (): SecretStore => {
  const held = new Map<string, Uint8Array>();
  return { get: async (name) => held.get(name), set: async (name, value) => void held.set(name, value) };
};
