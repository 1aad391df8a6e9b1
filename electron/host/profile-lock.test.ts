import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockProfile } from './profile-lock.ts';
import { bundleChild, type Child } from './testing/child.ts';
import { temporaryDir } from './testing/journal-worlds.ts';

const HOLDER = `
  import { lockProfile } from './profile-lock.ts';
  try {
    lockProfile(process.argv[2]);
    console.log('locked');
    setInterval(() => undefined, 60_000);
  } catch (error) {
    console.log(error.message);
    process.exitCode = 1;
  }`;

let home: Awaited<ReturnType<typeof temporaryDir>>;
let bundle: Awaited<ReturnType<typeof temporaryDir>>;
let start: (...args: string[]) => Child;
const children: Child[] = [];
const startHost = (): Child => {
  const child = start(home.dir);
  children.push(child);
  return child;
};
beforeEach(async () => {
  home = await temporaryDir();
  bundle = await temporaryDir();
  start = await bundleChild(HOLDER, bundle.dir);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await home.dispose();
  await bundle.dispose();
});

test('[JR-8] a second host on the same profile is refused, and told by whom and what to do', async () => {
  const first = startHost();
  expect(await first.nextLine()).toBe('locked');
  const second = startHost();
  const reason = await second.nextLine();
  expect(reason).toContain('already open in another Holdfast');
  expect(reason).toContain(`process ${first.pid}`);
  expect(reason).toContain('--profile');
  expect(await second.ended).toBe(1);
  expect(() => lockProfile(home.dir)).toThrow(`process ${first.pid}`);
});

test('[JR-8] the lock of a killed host is taken over', async () => {
  const first = startHost();
  expect(await first.nextLine()).toBe('locked');
  await first.kill();
  const second = startHost();
  expect(await second.nextLine()).toBe('locked');
  expect(await readFile(join(home.dir, 'host.lock'), 'utf8')).toMatch(new RegExp(`^${second.pid} `));
});

test('of many hosts that find a stale lock at once, one gets it', async () => {
  await writeFile(join(home.dir, 'host.lock'), '999999999 gone');
  const lines = await Promise.all(Array.from({ length: 6 }, () => startHost().nextLine()));
  expect(lines.filter((line) => line === 'locked')).toHaveLength(1);
  expect(lines.filter((line) => /already open|starting on it right now/.test(line))).toHaveLength(5);
});

test('a lock is given back, once, and leaves nothing behind', async () => {
  const unlock = lockProfile(home.dir);
  unlock();
  expect(await readdir(home.dir)).toEqual([]);
  const again = lockProfile(home.dir);
  unlock();
  expect(() => lockProfile(home.dir)).toThrow('already open');
  again();
});

test('two hosts in one process do not share a profile either', () => {
  const unlock = lockProfile(home.dir);
  expect(() => lockProfile(home.dir)).toThrow('already open');
  unlock();
  lockProfile(home.dir)();
});

test('an empty or garbled lock, as a power cut leaves it, does not keep the profile shut', async () => {
  for (const left of ['', '0', '-1', 'not a number', '\0\0\0\0']) {
    await writeFile(join(home.dir, 'host.lock'), left);
    expect(() => lockProfile(home.dir)()).not.toThrow();
  }
});

test.runIf(process.platform === 'linux')(
  'a process that got the number of a dead host is not taken for it',
  async () => {
    const bystander = startHost();
    await bystander.nextLine();
    const held = await readFile(join(home.dir, 'host.lock'), 'utf8');
    expect(() => lockProfile(home.dir)).toThrow('already open');
    await writeFile(join(home.dir, 'host.lock'), held.replace(/\d+$/, '1'));
    lockProfile(home.dir)();
  },
);
