/** The tools that judge everything else: what they count, what they end, what they refuse. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, onTestFinished, test, vi } from 'vitest';

import { undecidedFuses } from '../../scripts/require-all-fuses.mjs';
import { runCommand } from '../../scripts/run-command.mjs';
import { readPlaywrightOutcome } from '../../scripts/test-outcome.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const temporaryDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-workshop-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

test('npm test ends with one line of counts, and fails when something did', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/test.mjs', 'no-such-step'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  expect(status).toBe(1);
});

const spec = (title: string, status: string, annotations: object[] = [], results: object[] = [{}]): object => ({
  title,
  tests: [{ status, annotations, results }],
});

test('a test that was never started counts as failed, one that says why it skips as skipped', () => {
  const file = join(temporaryDir(), 'report.json');
  const why = { type: 'skip', description: 'needs root' };
  const inner = {
    title: 'when the server dies',
    specs: [spec('bob heals', 'unexpected'), spec('carol joins', 'skipped', [], [])],
  };
  const suite = {
    title: 'links.spec.ts',
    specs: [
      spec('alice meets bob', 'expected'),
      spec('on a LAN', 'skipped', [why]),
      spec('without a screen', 'skipped', [], [{ annotations: [{ type: 'skip', description: 'no Electron' }] }]),
    ],
    suites: [inner],
  };
  writeFileSync(file, JSON.stringify({ suites: [suite], errors: [{ message: 'the setup failed\nat line 3' }] }));
  expect(readPlaywrightOutcome(file)).toEqual({
    passed: ['links.spec.ts > alice meets bob'],
    failures: [
      'links.spec.ts > when the server dies > bob heals',
      'links.spec.ts > when the server dies > carol joins (did not run)',
      'e2e: the setup failed',
    ],
    skipped: [
      { name: 'links.spec.ts > on a LAN', reason: 'needs root' },
      { name: 'links.spec.ts > without a screen', reason: 'no Electron' },
    ],
  });
});

test('a run that wrote no report has no outcome', () => {
  expect(readPlaywrightOutcome(join(temporaryDir(), 'nothing.json'))).toBeUndefined();
});

/** Says the number of a child of its own that would live for a minute, and ignores a polite end. */
const STUBBORN = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  process.on('SIGINT', () => {});
  console.log(child.pid);
  setTimeout(() => {}, 60000);
`;

test.skipIf(process.platform === 'win32')('a program that overstays is ended, and its children with it', async () => {
  const file = join(temporaryDir(), 'stubborn.log');
  const limits = { output: { file }, timeoutMs: 1_500, graceMs: 100 };
  const { timedOut } = await runCommand(process.execPath, ['-e', STUBBORN], limits);
  expect(timedOut).toBe(true);
  const pid = Number(readFileSync(file, 'utf8'));
  expect(pid).toBeGreaterThan(1);
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
});

/** One that has ended and that nobody has asked about yet (a zombie) does not run. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8')));
};

test('a program that is not there is said to be missing', async () => {
  expect(await runCommand('holdfast-no-such-program', [])).toEqual({ code: 127, timedOut: false });
});

const electronWith = (states: string): Buffer =>
  Buffer.concat([
    Buffer.from('code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, states.length]),
    Buffer.from(states),
  ]);

test('electron-builder.yml decides on every fuse, and a new one stops the packaging', () => {
  const text = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');
  const section = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? '';
  const pairs = [...section.matchAll(/(\w+): (true|false)/g)].map(([, name, value]) => [name, value === 'true']);
  const decided: Record<string, unknown> = Object.fromEntries(pairs);
  // SECURITY.md §6
  expect(decided).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(undecidedFuses(electronWith('101100011'), decided)).toEqual([]);
  expect(undecidedFuses(electronWith('1011000111'), decided)).toEqual(['fuse number 9 is new: decide on it']);
  expect(undecidedFuses(electronWith('101100011'), { ...decided, runAsNode: undefined })).toEqual([
    'electronFuses lacks runAsNode',
  ]);
  expect(undecidedFuses(Buffer.from('something else'), decided)).toHaveLength(1);
});
