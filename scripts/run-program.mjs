// Runs a program in our place: its input, output, signals and exit code are ours.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code, 128 + the signal's number if a signal ended it
 */
export const runProgram = (program, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: 'inherit' });
    const forward = FORWARDED.map((signal) => {
      const listener = () => {
        // Ctrl-C in a terminal reaches the child by itself; a second one could be taken for "at once".
        if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
      };
      process.on(signal, listener);
      return () => process.removeListener(signal, listener);
    });
    const stop = () => forward.forEach((remove) => remove());
    child.once('error', (error) => {
      stop();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stop();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
