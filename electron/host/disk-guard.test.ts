import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { DiskState } from '../../shared/model/status.ts';
import { type DiskGuard, openDiskGuard } from './disk-guard.ts';
import { temporaryDir } from './testing/journal-worlds.ts';

const MB = 1024 * 1024;
let home: Awaited<ReturnType<typeof temporaryDir>>;
let guard: DiskGuard;
let free: number;
let now: number;
let told: DiskState[];
let heard: () => void;
beforeEach(async () => {
  home = await temporaryDir();
  free = 500 * MB;
  now = 0;
  told = [];
  heard = () => undefined;
  guard = await openDiskGuard({
    dir: home.dir,
    free: async () => free,
    now: () => now,
    changed: (state) => {
      told.push(state);
      heard();
    },
    report: (_, error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await guard.stop();
  await home.dispose();
});

const changes = (): Promise<void> =>
  new Promise((resolve) => {
    heard = resolve;
  });

test('[JR-12] the room that is left decides, and a little more has to be there to go back', async () => {
  expect(guard.state()).toBe('ok');
  const seen: DiskState[] = [];
  for (const room of [199, 49, 56, 204 + 2, 49, 300]) {
    free = room * MB;
    await changes();
    seen.push(guard.state());
  }
  expect(seen).toEqual(['low', 'full', 'low', 'ok', 'full', 'ok']);
  expect(told).toEqual(seen);
});

const noRoom = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

test('[JR-12] a write that finds no room is made once more without the reserve, which comes back with the room', async () => {
  const reserve = join(home.dir, 'reserve');
  expect((await stat(reserve)).size).toBe(MB);
  let tries = 0;
  const write = async (): Promise<string> => {
    tries += 1;
    if (tries === 1) throw noRoom();
    return 'written';
  };
  expect(await guard.write(write)).toBe('written');
  expect(await readdir(home.dir)).toEqual([]);
  await expect(guard.write(() => Promise.reject(noRoom()))).rejects.toThrow('no space left');
  await expect(guard.write(() => Promise.reject(new Error('something else')))).rejects.toThrow('something else');
  free = 20 * MB;
  await changes();
  expect(await readdir(home.dir)).toEqual([]);
  free = 400 * MB;
  await changes();
  free = 100 * MB;
  await changes();
  // what was given up was needed just now
  expect(await readdir(home.dir)).toEqual([]);
  now += 60_000;
  await vi.waitFor(async () => expect((await stat(reserve)).size).toBe(MB));
});

test('[JR-12] the reserve cannot be written: the state is told nevertheless, half a reserve does not stay, and it is not tried at once again', async () => {
  await guard.stop();
  const probe = await open(join(home.dir, 'reserve'), 'w');
  const handles = Object.getPrototypeOf(probe) as { sync: () => Promise<void> };
  await probe.close();
  const sync = vi.spyOn(handles, 'sync').mockRejectedValue(noRoom());
  try {
    let room = 100 * MB;
    const seen: DiskState[] = [];
    const reported: string[] = [];
    const other = await openDiskGuard({
      dir: home.dir,
      free: async () => room,
      now: () => now,
      changed: (state) => {
        seen.push(state);
        heard();
      },
      report: (event) => reported.push(event),
    });
    expect(await readdir(home.dir)).toEqual([]);
    expect(reported.length).toBe(1);
    expect(seen).toEqual(['low']);
    room = 10 * MB;
    await changes();
    expect(seen).toEqual(['low', 'full']);
    expect(sync).toHaveBeenCalledTimes(1);
    await other.stop();
  } finally {
    sync.mockRestore();
  }
});
