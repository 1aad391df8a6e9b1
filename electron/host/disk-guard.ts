/**
 * Watches the room on the profile's disk, so that the app stops writing before there is none: what a full disk does to other
 * programs' files is nobody's wish. A small reserve is held, and given back to the first write that finds no room.
 */
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { drop } from '../../shared/base/drop.ts';
import type { DiskState } from '../../shared/model/status.ts';

export type DiskGuard = {
  state: () => DiskState;
  /** Does a write; where the disk is full, once more without the reserve. */
  write: <T>(work: () => Promise<T>) => Promise<T>;
  stop: () => Promise<void>;
};

type Options = {
  dir: string;
  changed: (state: DiskState) => void;
  report: (event: string, error: unknown) => void;
  /** How much room there is, in bytes; of the real disk if left out. */
  free?: () => Promise<number>;
};

const MB = 1024 * 1024;
/** Below this the app reads only. */
const FULL_BELOW = 50 * MB;
/** Below this nothing large is taken on. */
const LOW_BELOW = 200 * MB;
/** So much more has to be free before a state is left again: it would change back and forth. */
const MARGIN = 5 * MB;
const RESERVE_BYTES = 2 * MB;
/** Read-only within a second, with time to look and to tell. */
const LOOK_EVERY_MS = 400;

export const openDiskGuard = async (options: Options): Promise<DiskGuard> => {
  const { dir, changed, report } = options;
  const reserve = join(dir, 'reserve');
  const free = options.free ?? (() => freeBytes(dir));
  let state: DiskState = 'ok';
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const next = stateFor(await free(), state);
    if (next !== 'full' && state !== 'full') await keepReserve(reserve);
    if (next === state || isStopped) return;
    state = next;
    changed(state);
  };
  const lookLater = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      looking = look().finally(lookLater);
      drop(looking, 'looking at the room on the disk', report);
    }, LOOK_EVERY_MS);
    timer.unref();
  };
  await look().catch((error: unknown) => report('looking at the room on the disk', error));
  lookLater();

  return {
    state: () => state,
    write: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (!isOutOfRoom(error)) throw error;
        await rm(reserve, { force: true });
        return work();
      }
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking.catch(() => undefined); // reported already
    },
  };
};

const stateFor = (free: number, before: DiskState): DiskState => {
  if (free < FULL_BELOW + (before === 'full' ? MARGIN : 0)) return 'full';
  return free < LOW_BELOW + (before === 'low' ? MARGIN : 0) ? 'low' : 'ok';
};

const freeBytes = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

const isOutOfRoom = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
};

/** Written, not only sized: some disks count a file without bytes as none. */
const keepReserve = async (path: string): Promise<void> => {
  const held = await stat(path).catch(() => undefined); // not there yet
  if (held?.size === RESERVE_BYTES) return;
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(Buffer.alloc(RESERVE_BYTES, 1));
    await file.sync();
  } finally {
    await file.close();
  }
};
