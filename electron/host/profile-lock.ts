/** One host a profile: two writers would tear the journal. The lock names its process; a dead process's lock is taken. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { processIdentity } from './process-identity.ts';

/** Locks of this very process, which the number in the file cannot tell from those of a dead one with the same number. */
const own = new Set<string>();

/** @returns what gives the lock back; throws if another running host has it */
export const lockProfile = (dir: string): (() => void) => {
  const path = join(dir, 'host.lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (own.has(path)) throw new Error(alreadyOpen(process.pid));
    if (makeLock(path)) {
      own.add(path);
      return giveBackOnce(path);
    }
    const held = readLock(path);
    if (held === undefined) continue; // given back meanwhile
    const holder = runningHolder(held);
    if (holder !== undefined) throw new Error(alreadyOpen(holder));
    removeStale(path, held);
  }
  throw new Error('The profile could not be locked: another Holdfast is starting on it right now. Try again.');
};

const giveBackOnce = (path: string): (() => void) => {
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    own.delete(path);
    rmSync(path, { force: true });
  };
};

/** The lock appears whole or not at all, so that nobody reads an empty one and takes it for stale. */
const makeLock = (path: string): boolean => {
  const whole = `${path}.${process.pid}`;
  const text = `${process.pid} ${processIdentity(process.pid)}`;
  writeWhole(whole, text);
  try {
    linkSync(whole, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' ? false : makeLockHere(path, text); // some file systems know no links
  } finally {
    rmSync(whole, { force: true });
  }
};

const writeWhole = (path: string, text: string): void => {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    rmSync(path, { force: true }); // a full disk has made the file, and nothing in it
    throw error;
  }
};

const makeLockHere = (path: string, text: string): boolean => {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const readLock = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Two may find the same stale lock: only the one that moved it away goes on, and a fresh one moved by mistake goes back. */
const removeStale = (path: string, stale: string): void => {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
};

/** @returns the process that holds the lock, or undefined if that one has ended */
const runningHolder = (lock: string): number | undefined => {
  const [number = '', identity = ''] = lock.split(' ');
  const pid = Number(number);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return undefined;
  const now = processIdentity(pid);
  if (identity !== '' && now !== '') return identity === now ? pid : undefined;
  return pid === process.pid ? undefined : pid; // own locks are known: an older process had our number
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const alreadyOpen = (pid: number): string =>
  `This profile is already open in another Holdfast (process ${pid}). Close that one first, or start with another --profile to be somebody else.`;
