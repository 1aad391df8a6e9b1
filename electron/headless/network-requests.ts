/** Requests about how this peer meets others and makes connections, and the options for it. */
import { z } from 'zod';

import { defined } from '../../shared/base/defined.ts';
import { type IceServer, isRelay, readIceServers } from '../../shared/base/ice-server.ts';
import type { HostClient } from '../../shared/host-api/host-client.ts';
import { iceServerSchema, MAX_SERVERS, type NetworkChoices } from '../../shared/host-api/table.ts';

z.config({ jitless: true });

export const networkRequests = [
  z.object({ do: z.literal('network') }),
  z.object({
    do: z.literal('set-network'),
    servers: z.array(z.string().max(256)).max(MAX_SERVERS).optional(),
    lan: z.boolean().optional(),
    relays: z.array(iceServerSchema).max(64).optional(),
    hideAddress: z.boolean().optional(),
  }),
] as const;

type NetworkRequest = z.output<(typeof networkRequests)[number]>;
type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isNetworkRequest = (request: { do: string }): request is NetworkRequest =>
  networkRequests.some((each) => each.shape.do.value === request.do);

export const answerNetworkRequest = async (client: HostClient, request: NetworkRequest): Promise<Answer> => {
  const now = await client.call('network.get', {});
  if (!now.ok || request.do === 'network') return now.ok ? { ok: true, ...withoutPasswords(now.value) } : now;
  const { lan, servers, hideAddress } = request;
  const relays = readIceServers(request.relays ?? now.value.relays);
  if (!relays.ok) return relays;
  const changed = await client.call('network.set', {
    ...now.value,
    ...defined({ lan, servers, hideAddress }),
    relays: relays.value,
  });
  if (!changed.ok) return changed;
  const { problem } = changed.value;
  if (problem !== undefined) return { ok: false, error: 'bad-address', message: problem };
  const kept = await client.call('network.get', {});
  return kept.ok ? { ok: true, ...withoutPasswords(kept.value) } : kept;
};

const withoutPasswords = ({ relays, ...choices }: NetworkChoices) => ({
  ...choices,
  relays: relays.map(({ url, username }) => (username === undefined ? { url } : { url, username })),
});

/**
 * @param login `NAME:PASSWORD` for the relays among them: not an option, which other users of the machine could read
 * @throws with a message for people
 */
export const readIceOptions = (urls: readonly string[], login: string | undefined): IceServer[] => {
  const [, username, credential] = /^([^:]*):(.*)$/s.exec(login ?? '') ?? [];
  const read = readIceServers(urls.map((url) => (isRelay({ url }) ? { url, username, credential } : { url })));
  if (read.ok) return read.value;
  throw new Error(
    `--ice: ${read.message} The user name and the password of relays come from HOLDFAST_RELAY_LOGIN=NAME:PASSWORD.`,
  );
};
