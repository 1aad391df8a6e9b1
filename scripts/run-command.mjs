// Runs a program to its end, with a limit of time and nothing left behind.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const WINDOWS = process.platform === 'win32';

/**
 * @typedef {object} RunOptions
 * @property {'inherit' | 'stderr' | 'ignore' | { file: string }} [output] where the program's output goes; `stderr`
 *   keeps our stdout clean, a file is written anew
 * @property {number} [timeoutMs] after this the program and its children are ended
 * @property {number} [graceMs] how long they may take for that after an interrupt, before they are killed; default 0
 * @property {Record<string, string>} [env] added to ours
 * @property {string} [cwd]
 */

/**
 * What runs now, with its time of grace: an interrupt of ours does not reach another group by itself.
 * @type {Map<import('node:child_process').ChildProcess, number>}
 */
const running = new Map();
let leaving = false;

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number; timedOut: boolean }>} code 127: the program is not there
 */
export const runCommand = (program, args, options = {}) =>
  new Promise((resolve) => {
    const output = options.output ?? 'inherit';
    const file = typeof output === 'object' ? openSync(output.file, 'w') : undefined;
    const child = spawn(program, [...args], {
      stdio: stdioFor(output, file),
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      // A group of its own, so that a time-out also ends what the program started.
      detached: !WINDOWS && options.timeoutMs !== undefined,
    });
    watch(child, options.graceMs ?? 0);
    let timedOut = false;
    const limit = new AbortController();
    const endInTime = async (/** @type {number} */ ms) => {
      await delay(ms, undefined, { signal: limit.signal });
      timedOut = true;
      if ((options.graceMs ?? 0) > 0) {
        endTree(child, 'SIGINT');
        await delay(options.graceMs, undefined, { signal: limit.signal });
      }
      endTree(child, 'SIGKILL');
    };
    if (options.timeoutMs !== undefined) endInTime(options.timeoutMs).catch(ignoreAbort);
    const finish = (/** @type {number} */ code) => {
      limit.abort();
      unwatch(child);
      if (file !== undefined) closeSync(file);
      resolve({ code, timedOut });
    };
    child.once('error', () => finish(127));
    child.once('exit', (code) => finish(code ?? 1));
  });

/**
 * Runs npm itself: the one that started us, or the one on the path.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export const runNpm = (args, options) => {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) return runCommand(process.execPath, [npm, ...args], options);
  if (!WINDOWS) return runCommand('npm', args, options);
  return runCommand(process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', ['npm', ...args].join(' ')], options);
};

/**
 * @param {RunOptions['output']} output
 * @param {number | undefined} file
 * @returns {import('node:child_process').StdioOptions}
 */
const stdioFor = (output, file) => {
  if (file !== undefined) return ['ignore', file, file];
  if (output === 'ignore') return 'ignore';
  return output === 'stderr' ? ['ignore', 2, 2] : ['ignore', 'inherit', 'inherit'];
};

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} graceMs
 */
const watch = (child, graceMs) => {
  if (running.size === 0) for (const signal of ENDING) process.on(signal, endAll);
  running.set(child, graceMs);
};

/** @param {import('node:child_process').ChildProcess} child */
const unwatch = (child) => {
  running.delete(child);
  if (running.size > 0) return;
  if (leaving) process.exit(INTERRUPTED);
  for (const signal of ENDING) process.removeListener(signal, endAll);
};

const ENDING = /** @type {const} */ (['SIGINT', 'SIGTERM']);
const INTERRUPTED = 130;

/** Interrupted: ends all that runs; asked a second time, or after the longest grace, at once. */
const endAll = () => {
  const grace = leaving ? 0 : Math.max(...running.values());
  leaving = true;
  for (const [child, ms] of running) endTree(child, ms > 0 && grace > 0 ? 'SIGINT' : 'SIGKILL');
  if (grace === 0) process.exit(INTERRUPTED);
  setTimeout(endAll, grace);
};

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {'SIGINT' | 'SIGKILL'} signal Windows knows only the end
 */
const endTree = (child, signal) => {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (WINDOWS) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Not a group leader (started without a time limit), or gone in between.
    child.kill(signal);
  }
};

const ignoreAbort = (/** @type {unknown} */ error) => {
  if (/** @type {{ name?: string }} */ (error).name !== 'AbortError') throw error;
};
