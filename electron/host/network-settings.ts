/** What the person decided about the network, and what this machine keeps about it: one small file of the profile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { MAX_ICE_SERVERS } from '../../shared/base/ice-server.ts';
import { iceServerSchema, MAX_SERVERS } from '../../shared/host-api/table.ts';
import { writeDurably } from './durable-file.ts';

z.config({ jitless: true });

const port = z.number().int().min(1).max(65_535);
const schema = z.object({
  /** Where the own hub listens; the same for good, so that addresses that others remember stay true. */
  port: port.optional(),
  /** Find and be found on the local network. */
  lan: z.boolean().default(true),
  servers: z.array(z.string().max(256)).max(MAX_SERVERS).default([]),
  /** STUN and TURN; a relay's password stands in this file, which only this user may read. */
  relays: z.array(iceServerSchema).max(MAX_ICE_SERVERS).default([]),
  /** Tell no member where this machine is, and call none. */
  hideAddress: z.boolean().default(false),
  remembered: z.array(z.string().max(64)).max(64).default([]),
});

export type NetworkSettings = z.output<typeof schema>;

export type NetworkSettingsFile = {
  now: () => NetworkSettings;
  change: (part: Partial<NetworkSettings>) => Promise<void>;
};

/** A file that is damaged is as good as none: nothing in it is worth more than starting, but that an address stays hidden. */
export const openNetworkSettings = (dir: string, report: (error: unknown) => void): NetworkSettingsFile => {
  const path = join(dir, 'network.json');
  let settings = read(path, report);
  return {
    now: () => settings,
    change: (part) => {
      settings = { ...settings, ...part };
      return writeDurably(path, Buffer.from(`${JSON.stringify(settings)}\n`));
    },
  };
};

const read = (path: string, report: (error: unknown) => void): NetworkSettings => {
  let text = '{}';
  try {
    text = readFileSync(path, 'utf8');
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(error);
    return schema.parse({ hideAddress: /"hideAddress"\s*:\s*true/.test(text) });
  }
};
