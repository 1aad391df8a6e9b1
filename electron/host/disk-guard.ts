/**
 * Watches the room on the profile's disk, so that the app stops writing before there is none: what a full disk does to other
 * programs' files is nobody's wish. A small reserve is held, and given back to the first write that finds no room.
 */
import { rmSync } from 'node:fs';
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
  /** In milliseconds, from any moment on. */
  now?: () => number;
};

const MB = 1024 * 1024;
/** Below this the app reads only. */
const FULL_BELOW = 50 * MB;
/** Below this nothing large is taken on. */
const LOW_BELOW = 200 * MB;
/** So much more has to be free before a state is left again: it would change back and forth. */
const MARGIN = 5 * MB;
const RESERVE_BYTES = MB;
/** Read-only within a second, with time to look and to tell. */
const LOOK_EVERY_MS = 400;
/** So long the reserve is not taken again once it was given up, or could not be taken. */
const RESERVE_AGAIN_MS = 60_000;

export const openDiskGuard = async (options: Options): Promise<DiskGuard> => {
  const { dir, changed, report } = options;
  const reserve = reserveIn(dir);
  const now = options.now ?? (() => performance.now());
  let noReserveUntil = Number.NEGATIVE_INFINITY;
  const free = options.free ?? (() => freeBytes(dir));
  let state: DiskState = 'ok';
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const before = state;
    const next = stateFor(await free(), before);
    if (isStopped) return;
    state = next;
    if (next !== before) changed(next);
    if (next !== 'full' && before !== 'full' && now() >= noReserveUntil) await holdReserve();
  };
  const holdReserve = async (): Promise<void> => {
    try {
      await keepReserve(reserve);
    } catch (error) {
      await giveUpReserve(); // of half of it nobody has anything
      throw error;
    }
  };
  const giveUpReserve = async (): Promise<void> => {
    noReserveUntil = now() + RESERVE_AGAIN_MS;
    await rm(reserve, { force: true });
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
        await giveUpReserve();
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

/**
 * For what has to be written before there is a guard: where the disk is full, once more without the reserve.
 * @throws with a message for people, where there is no room even so
 */
export const writeAtStart = <T>(dir: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!isOutOfRoom(error)) throw error;
  }
  rmSync(reserveIn(dir), { force: true });
  try {
    return work();
  } catch (error) {
    throw inPlainWords(error);
  }
};

/** What is said of a start that failed. */
export const inPlainWords = (error: unknown): unknown =>
  isOutOfRoom(error) ? new Error(NO_ROOM_TO_START, { cause: error }) : error;

export const isOutOfRoom = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
};

const NO_ROOM_TO_START =
  'The disk is full: there is no room for the few bytes that Holdfast has to write when it starts. Nothing that is stored here is lost. Make some room on this disk, and start again.';

const reserveIn = (dir: string): string => join(dir, 'reserve');

const stateFor = (free: number, before: DiskState): DiskState => {
  if (free < FULL_BELOW + (before === 'full' ? MARGIN : 0)) return 'full';
  return free < LOW_BELOW + (before === 'low' ? MARGIN : 0) ? 'low' : 'ok';
};

const freeBytes = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
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
