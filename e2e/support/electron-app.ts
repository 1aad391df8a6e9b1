/** Electron's binary, where it is: npm installs only what downloads it. Looking for it must never start a download. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { _electron, type ElectronApplication } from '@playwright/test';

import { ROOT } from './root.ts';

/** @returns undefined where the binary was never fetched */
export const electronBinary = (): string | undefined => {
  const folder = join(ROOT, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined;
  const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (elsewhere === undefined && name === undefined) return undefined;
  const place = elsewhere === undefined ? join(folder, 'dist', name ?? '') : join(elsewhere, name ?? 'electron');
  return existsSync(place) ? place : undefined;
};

/** @returns why the app cannot run here, or undefined if it can */
export const whyNoElectron = (): string | undefined => {
  if (electronBinary() === undefined)
    return 'SKIPPED: the Electron binary is not here. `npx install-electron` fetches it; then this suite runs.';
  const hasDisplay = Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
  if (process.platform === 'linux' && !hasDisplay)
    return 'SKIPPED: the Electron binary is here, but there is no display. `xvfb-run npm run test:e2e` gives it one.';
  return undefined;
};

/** Starts the built app as a user would, with a profile of its own. */
export const startElectron = (dir: string): Promise<ElectronApplication> => {
  const binary = electronBinary();
  if (binary === undefined) throw new Error('there is no Electron binary');
  // Chromium refuses to run its sandbox as root
  const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({ executablePath: binary, args: [...flags, ROOT, '--dir', dir, '--profile', 'alice'] });
};
