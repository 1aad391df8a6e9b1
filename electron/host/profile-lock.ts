/** One host a profile: two writers would tear the journal. The lock names its process; a dead process's lock is taken. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns what gives the lock back; throws if another running host has it */
export const lockProfile = (dir: string): (() => void) => {
  const path = join(dir, 'host.lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(path, 'utf8'));
      if (isRunning(holder)) throw new Error(alreadyOpen(holder), { cause: error });
      rmSync(path, { force: true });
    }
  }
  throw new Error('The profile could not be locked: another Holdfast is starting on it right now. Try again.');
};

const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const alreadyOpen = (pid: number): string =>
  `This profile is already open in another Holdfast (process ${pid}). Close that one first, or start with --profile NAME to be somebody else.`;
