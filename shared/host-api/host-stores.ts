/** Secrets and files over the host API. A call that met a lost host is made again: both are idempotent. */
import type { BlobStore } from '../ports/blob-store.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { HostClient } from './host-client.ts';
import type { HostInput, HostMethod, HostOutput } from './table.ts';

const callUntilDone = async <M extends HostMethod>(
  client: HostClient,
  method: M,
  input: HostInput<M>,
): Promise<HostOutput<M>> => {
  for (;;) {
    await client.whenUp();
    const answer = await client.call(method, input);
    if (answer.ok) return answer.value;
    if (answer.error === 'refused') throw new Error(answer.message);
  }
};

export const createHostSecrets = (client: HostClient): SecretStore => ({
  get: async (name) => (await callUntilDone(client, 'secrets.get', { name })).value,
  set: async (name, value) => {
    await callUntilDone(client, 'secrets.set', { name, value });
  },
});

export const createHostBlobs = (client: HostClient): BlobStore => ({
  get: async (key) => (await callUntilDone(client, 'files.get', { key })).bytes,
  put: async (key, bytes) => {
    await callUntilDone(client, 'files.put', { key, bytes });
  },
  remove: async (key) => {
    await callUntilDone(client, 'files.remove', { key });
  },
});
