/** Profiles on this machine: a directory each, with the port that is the profile's own for good. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { z } from 'zod';

import { writeDurably } from '../host/durable-file.ts';
import { DEFAULT_PROFILE } from '../host/profile-home.ts';

export type Profile = { name: string; dir: string; port: number };

const DEFAULT_PORT = 27_580;
const profileSchema = z.object({ port: z.number().int().min(1).max(65_535) });

/** Opens a profile, or makes it. @throws with a message for people when its port is another */
export const openProfile = async (home: string, name: string, wishedPort?: number): Promise<Profile> => {
  const dir = join(home, name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'profile.json');
  const held = readProfile(path);
  if (held !== undefined) {
    if (wishedPort === undefined || wishedPort === held) return { name, dir, port: held };
    throw new Error(
      `The profile “${name}” uses port ${held}, for good: its browser storage belongs to that address. Leave --port out.`,
    );
  }
  const port = wishedPort ?? (name === DEFAULT_PROFILE ? DEFAULT_PORT : await freePort());
  await writeDurably(path, Buffer.from(`${JSON.stringify({ port })}\n`));
  return { name, dir, port };
};

const readProfile = (path: string): number | undefined => {
  try {
    return profileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `${path} is damaged. It holds this profile's port, as {"port": 27580}. Restore it, then start again.`,
      { cause: error },
    );
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
