// Finds a Chromium, Chrome or Edge on this machine, and gets one where there is none.
// Runs on bare Node: only `node:` modules, and Playwright if it happens to be installed.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { isMain, ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';

const DOWNLOAD_MS = 3 * 60_000;
const APT_MS = 8 * 60_000;

/**
 * @typedef {{ path: string; source: 'HOLDFAST_BROWSER' | 'playwright' | 'system' }} Browser
 */

/**
 * The first browser that starts, of: the one named by HOLDFAST_BROWSER, Playwright's own, the system's.
 * @returns {Promise<Browser | undefined>}
 */
export const findBrowser = async () => {
  const named = process.env['HOLDFAST_BROWSER'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return { path: named, source: 'HOLDFAST_BROWSER' };
    console.error(`HOLDFAST_BROWSER says ${named}, but there is no such file. Looking for another browser.`);
  }
  const own = await playwrightChromium();
  if (own !== undefined && starts(own)) return { path: own, source: 'playwright' };
  const system = systemCandidates().find((path) => existsSync(path) && starts(path));
  return system === undefined ? undefined : { path: system, source: 'system' };
};

/**
 * As `findBrowser`; where there is none, downloads Playwright's, and if that fails installs Debian's as root.
 * Says each step.
 * @param {(line: string) => void} [say]
 * @returns {Promise<Browser | undefined>} undefined if there is no browser and none could be had (the reason was said)
 */
export const ensureBrowser = async (say = console.log) => {
  const found = await findBrowser();
  if (found !== undefined) return found;
  say('There is no Chromium, Chrome or Edge on this machine.');
  const output = say === console.error ? 'stderr' : 'inherit';
  return (await fromPlaywright(say, output)) ?? (await fromApt(say, output)) ?? giveUp(say);
};

/**
 * @param {(line: string) => void} say
 * @param {'inherit' | 'stderr'} output
 */
const fromPlaywright = async (say, output) => {
  const cli = playwrightCli();
  if (cli === undefined) return undefined;
  say('Downloading Chromium with Playwright (at most 3 minutes) …');
  const { code, timedOut } = await runCommand(process.execPath, [cli, 'install', 'chromium'], {
    output,
    timeoutMs: DOWNLOAD_MS,
  });
  if (code !== 0) {
    say(timedOut ? 'The download took too long.' : 'The download failed.');
    return undefined;
  }
  const path = await playwrightChromium();
  if (path !== undefined && starts(path)) return { path, source: /** @type {const} */ ('playwright') };
  say('The downloaded Chromium does not start: libraries of the system are missing.');
  if (!(isRoot() && hasApt())) return undefined;
  say('Installing those libraries (playwright install-deps chromium) …');
  await runCommand(process.execPath, [cli, 'install-deps', 'chromium'], { output, timeoutMs: APT_MS });
  return findBrowser();
};

/**
 * @param {(line: string) => void} say
 * @param {'inherit' | 'stderr'} output
 */
const fromApt = async (say, output) => {
  if (!hasApt()) return undefined;
  if (!isRoot()) {
    say('Not running as root, so `apt-get install chromium` is left to you.');
    return undefined;
  }
  const options = /** @type {const} */ ({
    output,
    timeoutMs: APT_MS,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  say('Running as root: apt-get update …');
  await runCommand('apt-get', ['update', '-q'], options);
  say('apt-get install --no-install-recommends chromium …');
  await runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  return findBrowser();
};

/** @param {(line: string) => void} say */
const giveUp = (say) => {
  say('No browser could be installed. Install Chromium, Chrome or Edge, or set HOLDFAST_BROWSER to the path of one.');
  return undefined;
};

const playwrightChromium = async () => {
  const require = createRequire(join(ROOT, 'package.json'));
  try {
    const { chromium } = require('@playwright/test');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch (error) {
    // Before the dependencies are installed there is no Playwright to ask.
    if (/** @type {{ code?: string }} */ (error).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

const playwrightCli = () => {
  try {
    const path = join(
      dirname(createRequire(join(ROOT, 'package.json')).resolve('playwright-core/package.json')),
      'cli.js',
    );
    return existsSync(path) ? path : undefined;
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

/** On Windows and macOS asking a browser for its version would open a window; there a file is taken at its word. */
const starts = (/** @type {string} */ path) =>
  process.platform !== 'linux' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];
const EDGE_PLACE = 'Microsoft\\Edge\\Application\\msedge.exe';

const systemCandidates = () => {
  if (process.platform === 'darwin') {
    return ['/Applications', join(process.env['HOME'] ?? '', 'Applications')].flatMap((folder) =>
      MAC_NAMES.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    return [...WINDOWS_PLACES, EDGE_PLACE].flatMap((place) => roots.map((root) => join(root, place)));
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return LINUX_NAMES.flatMap((name) => [...folders, '/usr/bin', '/snap/bin'].map((folder) => join(folder, name)));
};

const isRoot = () => process.getuid?.() === 0;

const hasApt = () =>
  process.platform === 'linux' &&
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8')) &&
  existsSync('/usr/bin/apt-get');

if (isMain(import.meta.url)) {
  const browser = await ensureBrowser(console.error);
  if (browser === undefined) process.exitCode = 1;
  else console.log(browser.path);
}
