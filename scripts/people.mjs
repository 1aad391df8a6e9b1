// `npm run people`: Alice, Bob and Carol on this machine, three windows side by side, with a hub of their own through which
// they meet. Their profiles are in out/people and are kept; `--fresh` begins anew. Ctrl+C ends them all.
//   node scripts/people.mjs [--screen 1920x1080] [--fresh] [--no-open]
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';

const PEOPLE = ['alice', 'bob', 'carol'];
const HUB_PORT = 4650;
const FOLDER = join(ROOT, 'out', 'people');
const EVERYTHING_ENDS_MS = 5_000;

/** @param {readonly string[]} args */
const screenOf = (args) => {
  const at = args.indexOf('--screen');
  const [width, height] = (at === -1 ? '1920x1080' : (args[at + 1] ?? '')).split('x').map(Number);
  return width && height ? { width, height } : undefined;
};

/**
 * Side by side as long as there is room; on small screens they overlap, since below 640 px the channels are not in sight.
 * @param {number} index
 * @param {{ width: number; height: number }} screen
 */
const placeOf = (index, screen) => {
  const width = Math.max(640, Math.floor(screen.width / PEOPLE.length));
  const left = Math.floor((index * Math.max(0, screen.width - width)) / (PEOPLE.length - 1));
  return [left, 0, Math.min(width, screen.width), screen.height].join(',');
};

/**
 * @param {string} who
 * @param {readonly string[]} command
 * @returns {import('node:child_process').ChildProcess}
 */
const startSaying = (who, command) => {
  const child = spawn(process.execPath, [...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      for (const line of text.split('\n').filter((one) => one !== '')) console.log(`${who.padEnd(6)}│ ${line}`);
    });
  }
  return child;
};

/** @param {readonly string[]} args */
const people = async (args) => {
  const screen = screenOf(args);
  if (screen === undefined) {
    console.error('--screen says how large the screen is, like 1920x1080.');
    return 2;
  }
  if (!(await ensureDependencies())) return 1;
  const built = await runCommand(process.execPath, [
    join(ROOT, 'scripts/build.mjs'),
    '--only',
    'renderer,standalone,hub',
  ]);
  if (built.code !== 0) return built.code;
  const isOpened = !args.includes('--no-open');
  const browser = isOpened ? await ensureBrowser() : undefined;
  if (isOpened && browser === undefined) return 1;
  if (args.includes('--fresh')) rmSync(FOLDER, { recursive: true, force: true });

  console.log(`Alice, Bob and Carol start, each with a profile of their own in ${FOLDER}.`);
  console.log('Create a community as Alice, copy its invite, and join with it as Bob and Carol. Ctrl+C ends them all.');
  const hub = startSaying('hub', [join(ROOT, 'dist/electron/hub.mjs'), '--port', String(HUB_PORT)]);
  const windows = PEOPLE.map((name, index) =>
    startSaying(name, [
      join(ROOT, 'dist/electron/standalone.mjs'),
      `--profile=${name}`,
      `--dir=${FOLDER}`,
      '--no-lan',
      `--hub=ws://127.0.0.1:${HUB_PORT}`,
      `--window=${placeOf(index, screen)}`,
      ...(browser === undefined ? ['--no-open'] : ['--browser', browser.path]),
    ]),
  );
  return untilEnded([hub, ...windows], windows);
};

/**
 * Until the last window is closed, or Ctrl+C.
 * @param {readonly import('node:child_process').ChildProcess[]} all
 * @param {readonly import('node:child_process').ChildProcess[]} windows
 * @returns {Promise<number>}
 */
const untilEnded = async (all, windows) => {
  const stop = () => all.forEach((child) => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const ended = (/** @type {import('node:child_process').ChildProcess} */ child) =>
    new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)));
  await Promise.all(windows.map(ended));
  stop();
  const late = setTimeout(() => all.forEach((child) => child.kill('SIGKILL')), EVERYTHING_ENDS_MS);
  await Promise.all(all.map(ended));
  clearTimeout(late);
  return 0;
};

process.exitCode = await people(process.argv.slice(2));
