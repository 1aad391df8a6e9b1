/** The program itself: `npm run journal`, on a profile that a host has made. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { communityId } from '../../shared/base/ids.ts';
import { writeJournalEntry } from '../../shared/peer/journal-entry.ts';
import { openProfileJournal } from '../host/profile-journal.ts';
import { lockProfile } from '../host/profile-lock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);
const KELP = communityId(new Uint8Array(32).fill(7));
const LANE = writeJournalEntry({ kind: 'lane', community: KELP, frame: new Uint8Array(200).fill(3) });
const OPERATION = writeJournalEntry({ kind: 'operation', community: KELP, bytes: new Uint8Array(90).fill(4) });
let dir: string;
let profile: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-journal-'));
  await execute(process.execPath, ['scripts/build.mjs', '--only', 'journal'], { cwd: ROOT });
  copyFileSync(join(ROOT, 'dist/electron/journal.mjs'), join(dir, 'journal.mjs'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeEach(async () => {
  profile = mkdtempSync(join(dir, 'profile-'));
  const journal = await openProfileJournal(profile);
  await journal.append(0, [OPERATION, ...Array.from({ length: 30 }, () => LANE), Uint8Array.of(99)]);
  await journal.close();
});

type Outcome = { code: number; said: string };

const run = (...args: string[]): Promise<Outcome> =>
  execute(process.execPath, [join(dir, 'journal.mjs'), ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );

const SEGMENT = '00000000.seg';

const flipAt = async (path: string, offset: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 8, offset);
  await writeFile(path, bytes);
};

test('verify says that all is whole, and ends with 0', async () => {
  expect(await run('verify', profile)).toEqual({ code: 0, said: 'All is whole: 32 entries in 1 segments.\n' });
});

test('verify says which entry a flipped bit takes, and where it is, ends with 1, and changes nothing', async () => {
  await flipAt(join(profile, 'journal', SEGMENT), 1_000);
  const before = await readFile(join(profile, 'journal', SEGMENT));
  const { code, said } = await run('verify', profile);
  expect(code).toBe(1);
  expect(said).toMatch(/^00000000\.seg, bytes \d+ to \d+: entry 3 is lost\./);
  expect(said).toContain('Not all is whole: 32 entries in 1 segments.');
  expect((await run('verify', profile)).said).toBe(said);
  expect(await readFile(join(profile, 'journal', SEGMENT))).toEqual(before);
  expect(await readdir(join(profile, 'journal'))).toEqual(['00000000.idx', SEGMENT]);
});

test('verify finds a flipped bit in a head, and bytes at the end that are no entry', async () => {
  await flipAt(join(profile, 'journal', SEGMENT), 10);
  expect(await run('verify', profile)).toMatchObject({
    code: 1,
    said: expect.stringContaining('bytes 0 to 48: damaged; no entry is lost'),
  });
  await flipAt(join(profile, 'journal', SEGMENT), 10);
  const path = join(profile, 'journal', SEGMENT);
  const whole = await readFile(path);
  await writeFile(path, Buffer.concat([whole, Buffer.alloc(77, 5)]));
  expect(await run('verify', profile)).toMatchObject({
    code: 1,
    said: expect.stringContaining('77 bytes at the end are no whole entry'),
  });
  expect((await readFile(path)).length).toBe(whole.length + 77);
});

test('stats counts entries, kinds and communities', async () => {
  await flipAt(join(profile, 'journal', SEGMENT), 1_000);
  const { code, said } = await run('stats', profile);
  expect(code).toBe(0);
  expect(said.split('\n')).toEqual(
    expect.arrayContaining([
      'entries: 32',
      'segments: 1',
      'kind lane: 29',
      'kind lost: 1',
      'kind operation: 1',
      'kind unknown: 1',
      `community ${KELP}: 30`,
    ]),
  );
});

test('export writes every entry in a plain form, once', async () => {
  const to = join(dir, 'exported');
  expect(await run('export', profile, to)).toMatchObject({ code: 0, said: `32 entries written to ${to}\n` });
  const lines = (await readFile(join(to, 'entries.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines.length).toBe(32);
  expect(lines[0]).toEqual({
    position: 0,
    kind: 'operation',
    community: KELP,
    bytes: Buffer.from(OPERATION).toString('base64'),
  });
  expect(lines[5]).toEqual({ position: 5, kind: 'lane', community: KELP, bytes: Buffer.from(LANE).toString('base64') });
  expect(lines[31]).toEqual({ position: 31, kind: 'unknown', bytes: 'Yw==' });
  expect((await run('export', profile, to)).code).toBe(2);
});

test('while a host has the profile open it says so, and by whom', async () => {
  const unlock = lockProfile(profile);
  const outcome = await run('verify', profile);
  unlock();
  expect(outcome).toEqual({
    code: 2,
    said: expect.stringContaining(`already open in another Holdfast (process ${process.pid})`),
  });
  expect((await run('verify', profile)).code).toBe(0);
});

test('without its key only verify has something to say', async () => {
  const copy = join(dir, 'without-key');
  await cp(profile, copy, { recursive: true });
  rmSync(join(copy, 'secrets'), { recursive: true });
  expect(await run('verify', copy)).toMatchObject({
    code: 0,
    said: expect.stringContaining('only the sums were looked at'),
  });
  await flipAt(join(copy, 'journal', SEGMENT), 10);
  const before = await readFile(join(copy, 'journal', SEGMENT));
  const { code, said } = await run('verify', copy);
  expect([code, said]).toEqual([1, expect.stringContaining('bytes 0 to 48: damaged; no entry is lost')]);
  expect(said).not.toContain('entries 0 to');
  expect(await readFile(join(copy, 'journal', SEGMENT))).toEqual(before);
  expect(await readdir(copy)).toEqual(['journal']);
  expect(await run('stats', copy)).toMatchObject({ code: 2, said: expect.stringContaining('secrets/journal.key') });
});

test('what makes no sense is refused in plain words', async () => {
  expect((await run()).said).toContain('verify PROFILE-DIR');
  expect(await run('mend', profile)).toMatchObject({ code: 2, said: expect.stringContaining('There is no “mend”') });
  expect(await run('verify')).toMatchObject({ code: 2, said: expect.stringContaining('Say which profile') });
  expect(await run('verify', join(dir, 'nowhere'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('There is no profile in'),
  });
  const older = mkdtempSync(join(dir, 'older-'));
  await writeFile(join(older, 'journal'), 'one file, as it was before the first release');
  expect(await run('verify', older)).toMatchObject({
    code: 2,
    said: expect.stringContaining('made by a version of Holdfast before the first release'),
  });
});
