// `npm start`: installs and builds what is missing, then opens Holdfast: in Electron where its binary is, else in the
// installed browser. Arguments are passed on: `npm start -- --profile bob` is a second person on this machine.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { runProgram } from './run-program.mjs';

const start = async (/** @type {readonly string[]} */ args) => {
  if (!(await ensureDependencies())) return 1;
  const built = await runCommand(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT });
  if (built.code !== 0) return built.code;
  const electron = electronBinary();
  if (electron !== undefined && hasDisplay()) return runProgram(electron, [...electronFlags(), ROOT, ...args]);
  console.log(
    electron === undefined
      ? 'The Electron binary is not here (npx install-electron gets it), so Holdfast opens in the installed browser.'
      : 'There is no display, so Holdfast runs without the Electron window.',
  );
  const browser = args.includes('--browser') || args.includes('--no-open') ? undefined : await ensureBrowser();
  const withBrowser = browser === undefined ? [] : ['--browser', browser.path];
  return runProgram(process.execPath, [join(ROOT, 'dist/electron/standalone.mjs'), ...withBrowser, ...args]);
};

/** The npm package's own entry downloads the binary when asked for it; its note of the path does not. */
const electronBinary = () => {
  const folder = join(ROOT, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined;
  const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const place =
    elsewhere === undefined
      ? name === undefined
        ? undefined
        : join(folder, 'dist', name)
      : join(elsewhere, name ?? 'electron');
  return place !== undefined && existsSync(place) ? place : undefined;
};

const hasDisplay = () =>
  process.platform !== 'linux' ||
  (process.env['DISPLAY'] ?? '') !== '' ||
  (process.env['WAYLAND_DISPLAY'] ?? '') !== '';

/** Chromium refuses to run its sandbox as root. */
const electronFlags = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);

process.exitCode = await start(process.argv.slice(2));
