// Runs a program to its end, with a limit of time and nothing left behind.
import { spawn } from 'node:child_process';

const WINDOWS = process.platform === 'win32';

/**
 * @typedef {object} RunOptions
 * @property {'inherit' | 'stderr' | 'ignore'} [output] where the program's output goes; `stderr` keeps our stdout clean
 * @property {number} [timeoutMs] after this the program and its children are ended
 * @property {Record<string, string>} [env] added to ours
 * @property {string} [cwd]
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number; timedOut: boolean }>} code 127: the program is not there
 */
export const runCommand = (program, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, [...args], {
      stdio: stdioFor(options.output ?? 'inherit'),
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      // A group of its own, so that a time-out also ends what the program started.
      detached: !WINDOWS && options.timeoutMs !== undefined,
    });
    let timedOut = false;
    const end = () => endTree(child);
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            end();
          }, options.timeoutMs);
    const stop = () => {
      end();
      process.exit(130);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
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

/** @param {'inherit' | 'stderr' | 'ignore'} output */
const stdioFor = (output) => {
  if (output === 'ignore') return 'ignore';
  return /** @type {import('node:child_process').StdioOptions} */ (
    output === 'stderr' ? ['ignore', 2, 2] : ['ignore', 'inherit', 'inherit']
  );
};

/** @param {import('node:child_process').ChildProcess} child */
const endTree = (child) => {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    if (WINDOWS) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Not a group leader (started without a time limit), or gone in between.
    child.kill('SIGKILL');
  }
};
