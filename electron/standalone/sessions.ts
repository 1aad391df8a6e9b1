/**
 * Who may talk to this host: a browser that brought a launch code. A code works once and not for long, and is exchanged
 * for a session cookie. Hashes of sessions are kept in the profile, so that an open page finds its way back to a host
 * that was restarted.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import { isOutOfRoom } from '../host/disk-guard.ts';
import { writeDurably } from '../host/durable-file.ts';

export type Sessions = {
  /** @param lifetimeMs how long the code may be used */
  createLaunchCode: (lifetimeMs: number) => string;
  /** @returns the token for the cookie, or undefined if the code is wrong, used or too old */
  exchange: (code: string) => Promise<string | undefined>;
  isValid: (token: string | undefined) => boolean;
};

const KEPT_SESSIONS = 8;
const fileSchema = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(KEPT_SESSIONS);

export const openSessions = (path: string): Sessions => {
  let hashes = readHashes(path);
  const codes = new Map<string, number>();
  return {
    createLaunchCode: (lifetimeMs) => {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, Date.now() + lifetimeMs);
      return code;
    },
    exchange: async (code) => {
      const until = codes.get(code);
      codes.delete(code);
      if (until === undefined || Date.now() > until) return undefined;
      const token = randomBytes(32).toString('base64url');
      hashes = [...hashes, hashOf(token)].slice(-KEPT_SESSIONS);
      await keepHashes(path, hashes);
      return token;
    },
    isValid: (token) => {
      if (token === undefined) return false;
      const hash = Buffer.from(hashOf(token));
      return hashes.some((held) => timingSafeEqual(Buffer.from(held), hash));
    },
  };
};

/** A full disk does not keep the app shut: then a new token is good until the next start. */
const keepHashes = async (path: string, hashes: readonly string[]): Promise<void> => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(path, Buffer.from(JSON.stringify(hashes)));
  } catch (error) {
    if (!isOutOfRoom(error)) throw error;
  }
};

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const readHashes = (path: string): string[] => {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return []; // none yet, or damaged: everybody launches anew
  }
};
