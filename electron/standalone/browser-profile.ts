/**
 * Prepares the browser profile of the app's own window. Chromium gathers no addresses of interfaces without a default
 * route (a cut-off LAN) except for pages that may use the microphone. So our page may; it asks for it only where people speak.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = 1;

/** Before the browser starts: it keeps what it finds. @param uses what the page may use, in the browser's own words */
export const prepareBrowserProfile = (browserDir: string, origin: string, uses = ['media_stream_mic']): void => {
  const path = join(browserDir, 'Default', 'Preferences');
  mkdirSync(join(browserDir, 'Default'), { recursive: true, mode: 0o700 });
  const preferences = readPreferences(path);
  if (preferences === undefined) return;
  for (const use of uses) {
    const places = ['profile', 'content_settings', 'exceptions', use, `${origin},*`];
    places.reduce(child, preferences)['setting'] = ALLOWED;
  }
  writeFileSync(path, JSON.stringify(preferences), { mode: 0o600 });
};

type Json = Record<string, unknown>;

const child = (parent: Json, name: string): Json => {
  const held = parent[name];
  if (typeof held === 'object' && held !== null) return held as Json;
  const made: Json = {};
  parent[name] = made;
  return made;
};

/** @returns undefined for a file that is not ours to mend: the browser knows what to do with it */
const readPreferences = (path: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : undefined;
  }
};
