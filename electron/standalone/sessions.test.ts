import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { temporaryDir } from '../host/testing/journal-worlds.ts';
import { makeSmallDisk, whyNoSmallDisk } from '../host/testing/small-disk.ts';
import { openSessions } from './sessions.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
let path: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  home = await temporaryDir();
  path = join(home.dir, 'sessions.json');
});
afterEach(async () => {
  vi.useRealTimers();
  await home.dispose();
});

test('a launch code works until its time is over, and not a moment longer', async () => {
  const sessions = openSessions(path);
  const [early, late] = [sessions.createLaunchCode(10_000), sessions.createLaunchCode(10_000)];
  vi.advanceTimersByTime(10_000);
  expect(sessions.isValid(await sessions.exchange(early))).toBe(true);
  vi.advanceTimersByTime(1);
  expect(await sessions.exchange(late)).toBeUndefined();
});

test('a launch code works once, also for two who bring it at the same moment', async () => {
  const sessions = openSessions(path);
  const code = sessions.createLaunchCode(10_000);
  const tokens = await Promise.all([sessions.exchange(code), sessions.exchange(code)]);
  expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
  expect(await sessions.exchange(code)).toBeUndefined();
});

test('codes and sessions cannot be guessed from one another', async () => {
  const sessions = openSessions(path);
  const codes = Array.from({ length: 50 }, () => sessions.createLaunchCode(10_000));
  expect(new Set(codes).size).toBe(50);
  expect(codes.every((code) => /^[A-Za-z0-9_-]{32}$/.test(code))).toBe(true);
  const token = (await sessions.exchange(codes[0] ?? '')) ?? '';
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(codes.includes(token)).toBe(false);
  expect([undefined, '', `${token} `, token.slice(1), token.toLowerCase()].some(sessions.isValid)).toBe(false);
});

test('an open page finds its way back to a host that was restarted; the disk holds no token', async () => {
  const before = openSessions(path);
  const token = (await before.exchange(before.createLaunchCode(10_000))) ?? '';
  expect(openSessions(path).isValid(token)).toBe(true);
  expect(await readFile(path, 'utf8')).not.toContain(token);
});

test('the last eight browsers are known; the oldest has to launch anew', async () => {
  const sessions = openSessions(path);
  const tokens = await Promise.all(
    Array.from({ length: 9 }, () => sessions.exchange(sessions.createLaunchCode(10_000))),
  );
  expect(tokens.map(sessions.isValid)).toEqual([false, ...Array.from({ length: 8 }, () => true)]);
  expect(tokens.map(openSessions(path).isValid)).toEqual(tokens.map(sessions.isValid));
});

test('a damaged file of sessions lets nobody in and does not keep the host from starting', async () => {
  for (const damaged of ['', '{', '["x"]', '[""]', '{"0":"a"}', 'null']) {
    await writeFile(path, damaged);
    const sessions = openSessions(path);
    expect(sessions.isValid('')).toBe(false);
    expect(sessions.isValid(await sessions.exchange(sessions.createLaunchCode(1)))).toBe(true);
  }
});

test('[JR-12] P4 on a disk with no room at all the app opens nevertheless; who was in before still is after the next start', async (context) => {
  const reason = whyNoSmallDisk();
  context.skip(reason !== undefined, reason);
  const disk = makeSmallDisk(join(home.dir, 'small'));
  try {
    const onDisk = join(home.dir, 'small', 'sessions.json');
    const first = openSessions(onDisk);
    const before = await first.exchange(first.createLaunchCode(10_000));
    await disk.fillUp(0);
    const sessions = openSessions(onDisk);
    const token = await sessions.exchange(sessions.createLaunchCode(10_000));
    expect([before, token].map(sessions.isValid)).toEqual([true, true]);
    const next = openSessions(onDisk);
    expect([before, token].map(next.isValid)).toEqual([true, false]);
  } finally {
    disk.dispose();
  }
});
