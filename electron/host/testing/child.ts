/** Runs a piece of the host in a Node process of its own, which a test may kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'esbuild';

export type Child = {
  pid: number;
  /** The next line it printed; rejects when it ends without one. */
  nextLine: () => Promise<string>;
  /** SIGKILL: it gets no chance to tidy up. @returns every line it had printed and nobody had asked for */
  kill: () => Promise<string[]>;
  /** Its exit code, once it ends by itself. */
  ended: Promise<number | null>;
};

/**
 * @param source TypeScript with imports relative to the host's folder
 * @param dir where the bundle goes
 * @returns what starts it, as often as wanted
 */
export const bundleChild = async (source: string, dir: string): Promise<(...args: string[]) => Child> => {
  const outfile = join(dir, 'child.mjs');
  const resolveDir = join(import.meta.dirname, '..');
  await build({
    stdin: { contents: source, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'silent',
  });
  return (...args) => watch(spawn(process.execPath, [outfile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }));
};

const watch = (process: ChildProcess): Child => {
  const { pid, stdout } = process;
  if (pid === undefined || stdout === null) throw new Error('the child process did not start');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const ended = once(process, 'exit').then(([code]) => code as number | null);
  return {
    pid,
    nextLine: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error('the child process ended without another line');
      return line.value;
    },
    kill: async () => {
      process.kill('SIGKILL');
      await ended;
      const rest: string[] = [];
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) rest.push(line.value);
      return rest;
    },
    ended,
  };
};
