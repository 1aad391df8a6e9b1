import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { prepareBrowserProfile } from './browser-profile.ts';

const ORIGIN = 'http://127.0.0.1:27580';
let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-browser-'));
  path = join(dir, 'Default', 'Preferences');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const preferences = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
const allowed = (more: object = {}): object => ({
  content_settings: { exceptions: { media_stream_mic: { [`${ORIGIN},*`]: { setting: 1 }, ...more } } },
});

test('our page, and no other, may use every interface from the first start on', () => {
  prepareBrowserProfile(dir, ORIGIN);
  expect(preferences()).toEqual({ profile: allowed() });
});

test('what the browser has kept stays', () => {
  mkdirSync(join(dir, 'Default'), { recursive: true });
  const other = { 'http://other,*': { setting: 2 } };
  writeFileSync(
    path,
    JSON.stringify({
      browser: { has_seen_welcome_page: true },
      profile: { name: 'me', content_settings: { exceptions: { media_stream_mic: other } } },
    }),
  );
  prepareBrowserProfile(dir, ORIGIN);
  expect(preferences()).toEqual({
    browser: { has_seen_welcome_page: true },
    profile: { name: 'me', ...allowed(other) },
  });
});

test('a file that cannot be read as settings is left to the browser', () => {
  mkdirSync(join(dir, 'Default'), { recursive: true });
  writeFileSync(path, '{ torn');
  prepareBrowserProfile(dir, ORIGIN);
  expect(readFileSync(path, 'utf8')).toBe('{ torn');
});
