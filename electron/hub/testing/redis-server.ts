/** A real Redis, which a test can kill and start anew. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './free-port.ts';

export type RedisServer = {
  url: string;
  port: number;
  /** SIGKILL: every connection breaks at once. */
  kill: () => Promise<void>;
  /** Comes back on the same port, from nothing. */
  start: () => Promise<void>;
  /** SIGSTOP: it is there, and does not answer. */
  freeze: () => void;
  dispose: () => Promise<void>;
};

const PROGRAM = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((file) => existsSync(file));

/** Why there is no Redis to test with, if there is none. */
export const whyNoRedis = (): string | undefined =>
  PROGRAM === undefined
    ? 'there is no redis-server on this machine; on Debian: apt-get install redis-server'
    : undefined;

export const startRedis = async (options: { password?: string } = {}): Promise<RedisServer> => {
  if (PROGRAM === undefined) throw new Error(whyNoRedis());
  const program = PROGRAM;
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-redis-'));
  const plain = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const args = [...plain, ...(options.password === undefined ? [] : ['--requirepass', options.password])];
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const started = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    await accepts(started);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    dispose: async () => {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const accepts = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const said: string[] = [];
    if (child.stdout === null) throw new Error('redis-server has no output');
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      if (line.includes('Ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`redis-server ended:\n${said.join('\n')}`)));
    child.once('error', reject);
  });
