/** How the built program starts: scripts/cached-start.mjs, with what scripts/warm-program.mjs left beside it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

const script = (name: string): string => fileURLToPath(new URL(`../../scripts/${name}.mjs`, import.meta.url));

let dir = '';
const at = (name: string): string => join(dir, name);
const run = (...args: string[]): string => execFileSync(process.execPath, args, { encoding: 'utf8' });
const start = (): string => run(at('tide.mjs'), 'quay');
const write = (word: string): void =>
  writeFileSync(
    at('tide.cjs'),
    `(function (require) { console.log('${word}', process.argv[2], require('path').sep); })`,
  );

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-start-'));
  copyFileSync(script('cached-start'), at('tide.mjs'));
  copyFileSync(script('load-program'), at('load-program.mjs'));
  write('high');
  run(script('warm-program'), at('tide.cjs'), 'quay');
});
afterEach(() => rmSync(dir, { recursive: true }));

test('it starts with what was kept of it, and without', () => {
  expect(start()).toBe('high quay /\n');
  rmSync(at('tide.cjs.cache'));
  expect(start()).toBe('high quay /\n');
});

test('what was kept of another program of the same length does not run', () => {
  write('ebbs');
  expect(start()).toBe('ebbs quay /\n');
});
