import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openFileStore } from './file-store.ts';
import { temporaryDir } from './testing/journal-worlds.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
let dir: string;
beforeEach(async () => {
  home = await temporaryDir();
  dir = join(home.dir, 'secrets');
});
afterEach(() => home.dispose());

test('a secret is given back, replaced and removed; one that was never set is not there', async () => {
  const store = openFileStore(dir);
  expect(await store.get('device')).toBeUndefined();
  await store.set('device', new Uint8Array([1, 2, 3]));
  await store.set('device', new Uint8Array([4]));
  expect(await openFileStore(dir).get('device')).toEqual(new Uint8Array([4]));
  await store.remove('device');
  await store.remove('device');
  expect(await store.get('device')).toBeUndefined();
});

test('writes of one secret at once do not mix: the last that was asked for is there, whole', async () => {
  const store = openFileStore(dir);
  const values = Array.from({ length: 30 }, (_, i) => new Uint8Array(1 + ((i * 977) % 4096)).fill(i));
  await Promise.all(values.map((value) => store.set('device', value)));
  expect(await store.get('device')).toEqual(values.at(-1));
  expect(await readdir(dir)).toEqual(['device']);
});

test('a half-written new value, as a kill leaves it, changes nothing', async () => {
  const store = openFileStore(dir);
  await store.set('device', new Uint8Array([1, 2, 3]));
  await writeFile(join(dir, 'device.new'), new Uint8Array([9]));
  expect(await openFileStore(dir).get('device')).toEqual(new Uint8Array([1, 2, 3]));
  await store.set('device', new Uint8Array([5]));
  expect(await store.get('device')).toEqual(new Uint8Array([5]));
});

test.runIf(process.platform !== 'win32')('only this user may read secrets', async () => {
  const store = openFileStore(dir);
  await store.set('device', new Uint8Array([1]));
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, 'device'))).mode & 0o777).toBe(0o600);
});

test('where the system protects, the disk holds only the protected form', async () => {
  const flip = async (bytes: Uint8Array): Promise<Uint8Array> => bytes.map((byte) => byte ^ 0xff);
  const store = openFileStore(dir, { protect: flip, unprotect: flip });
  await store.set('device', new Uint8Array([1, 2, 3]));
  expect(new Uint8Array(await readFile(join(dir, 'device')))).toEqual(new Uint8Array([254, 253, 252]));
  expect(await store.get('device')).toEqual(new Uint8Array([1, 2, 3]));
});

test('a disk that fails is told, not taken for an absent secret', async () => {
  const store = openFileStore(dir);
  await mkdir(join(dir, 'device'), { recursive: true });
  await expect(store.get('device')).rejects.toThrow('EISDIR');
  await expect(store.set('device', new Uint8Array([1]))).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
});
