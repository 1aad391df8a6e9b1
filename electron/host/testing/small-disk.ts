/** A real small disk, of 120 MB, that can be filled and emptied. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

export type SmallDisk = {
  /** Writes until so many bytes are left. */
  fillUp: (left: number) => Promise<void>;
  /** Takes out again what filled it. */
  empty: () => Promise<void>;
  /** Also while a program still has files of it open, as when a test has failed. */
  dispose: () => void;
};

const MB = 1024 * 1024;

export const whyNoSmallDisk = (): string | undefined =>
  process.getuid?.() === 0 && process.platform === 'linux' ? undefined : 'a small disk needs root on Linux';

/** @param dir where it is mounted; made if it is not there */
export const makeSmallDisk = (dir: string): SmallDisk => {
  mkdirSync(dir, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', dir]);
  const filler = join(dir, 'filler');
  const free = (left: number): number => {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize - left;
  };
  return {
    fillUp: async (left) => {
      const file = await open(filler, 'a');
      try {
        for (let bytes = free(left); bytes > 0; bytes = free(left))
          await file.write(Buffer.alloc(Math.min(bytes, MB), 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // as full as can be
      } finally {
        await file.close();
      }
    },
    empty: () => rm(filler),
    dispose: () => void execFileSync('umount', ['--lazy', dir]),
  };
};
