import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { readShellArguments } from '../host/shell-arguments.ts';
import { temporaryDir } from '../host/testing/journal-worlds.ts';
import { openProfile } from './profile.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
beforeEach(async () => {
  home = await temporaryDir();
});
afterEach(() => home.dispose());

test('a profile keeps its port for good: browser storage belongs to the address', async () => {
  const { port } = await openProfile(home.dir, 'alice');
  expect(port).toBeGreaterThan(0);
  expect(await openProfile(home.dir, 'alice')).toEqual({ name: 'alice', dir: join(home.dir, 'alice'), port });
  expect((await openProfile(home.dir, 'alice', port)).port).toBe(port);
  await expect(openProfile(home.dir, 'alice', port === 1 ? 2 : port - 1)).rejects.toThrow(
    `uses port ${port}, for good`,
  );
  expect((await openProfile(home.dir, 'alice')).port).toBe(port);
});

test('the default profile has the well-known port, others one of their own, or the one wished for', async () => {
  expect((await openProfile(home.dir, 'default')).port).toBe(27_580);
  expect((await openProfile(home.dir, 'bob')).port).not.toBe(27_580);
  expect((await openProfile(home.dir, 'carol', 40_123)).port).toBe(40_123);
});

test('a damaged profile is told with its path, and not replaced by an empty one on another port', async () => {
  await openProfile(home.dir, 'alice');
  const path = join(home.dir, 'alice', 'profile.json');
  for (const damaged of ['', '{', '{"port":"80"}', '{"port":0}', '{"port":65536}', 'null']) {
    await writeFile(path, damaged);
    await expect(openProfile(home.dir, 'alice')).rejects.toThrow(`${path} is damaged`);
    expect(await readFile(path, 'utf8')).toBe(damaged);
  }
});

const read = (...args: string[]) => readShellArguments(args, { HOLDFAST_HOME: '/somewhere' }, 'linux');

test('arguments that cannot be meant are refused in words that name the option', () => {
  expect(read('--profile', 'bob-2', '--port', '80', '--hub', 'ws://a:1', '--hub', 'wss://b/x')).toMatchObject({
    home: '/somewhere',
    profile: 'bob-2',
    port: 80,
    hubs: ['ws://a:1/', 'wss://b/x'],
  });
  for (const name of ['../alice', 'a/b', '', '.', 'x'.repeat(33), '-a']) {
    expect(() => read(`--profile=${name}`)).toThrow('--profile takes a name');
  }
  for (const port of ['0', '65536', '-1', '80x', '', '1e3'])
    expect(() => read(`--port=${port}`)).toThrow('--port takes');
  for (const hub of ['http://a', 'a:1', '', 'javascript:1', 'ws://a/#x']) {
    expect(() => read(`--hub=${hub}`)).toThrow('--hub takes an address');
  }
});
