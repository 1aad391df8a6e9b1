/** The program itself, as the container runs it: one file in an empty folder, no packages beside it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { joinHub } from '../host/testing/hub-person.ts';
import type { HubHealth } from './hub-health.ts';
import { freePort } from './testing/free-port.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let dir = '';
let children: ChildProcess[] = [];

beforeAll(async () => {
  await run(process.execPath, ['scripts/build.mjs', '--only', 'hub'], { cwd: ROOT });
  dir = mkdtempSync(join(tmpdir(), 'holdfast-hub-')); // nothing above it has packages either
  copyFileSync(join(ROOT, 'dist/electron/hub.mjs'), join(dir, 'hub.mjs'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
afterEach(async () => {
  for (const child of children) {
    const isGone = child.exitCode !== null || child.signalCode !== null || once(child, 'exit');
    child.kill('SIGKILL');
    await isGone;
  }
  children = [];
});

type Program = { child: ChildProcess; url: string; says: (line: RegExp) => Promise<string>; said: string[] };

const startProgram = async (args: readonly string[], env: Record<string, string> = {}): Promise<Program> => {
  const port = await freePort();
  const options = ['hub.mjs', '--port', String(port), '--host', '127.0.0.1', ...args];
  const child = spawn(process.execPath, options, { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const said: string[] = [];
  let heard = (): void => undefined;
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output).on('line', (line) => {
      said.push(line);
      heard();
    });
  }
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the hub ended: ${said.join('\n')}`)));
  ended.catch(() => undefined); // told to whoever waits for a line
  const says = async (line: RegExp): Promise<string> => {
    for (;;) {
      const found = said.find((text) => line.test(text));
      if (found !== undefined) return found;
      const next = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await Promise.race([next, ended]);
    }
  };
  await says(/^holdfast hub: listening on port \d+$/);
  return { child, url: `ws://127.0.0.1:${port}`, says, said };
};

const healthOf = async ({ url }: Program): Promise<{ text: string; health: HubHealth }> => {
  const answer = await fetch(`${url.replace('ws:', 'http:')}/health`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  const text = await answer.text();
  return { text, health: JSON.parse(text) as HubHealth };
};

test('[HB-10] the hub runs from its one file, says how it is, and names no topic and no address', async () => {
  const program = await startProgram(['--sockets', '3', '--topics', '100']);
  const [alice, bob] = await Promise.all([joinHub(program.url), joinHub(program.url)]);
  await bob.subscribe('kelp-topic', 'crabs-topic');
  alice.publish('kelp-topic', 'sealed');
  expect(await bob.take(1)).toEqual(['sealed']);
  const mallory = await joinHub(program.url);
  mallory.say('no message');
  expect(await mallory.closed).toBe(1008);
  const { text, health } = await healthOf(program);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(health).toMatchObject({
    version,
    topics: 2,
    subscriptions: 2,
    frames: { passed: 1, dropped: 0, repeated: 0 },
    cutOff: { malformed: 1, flooding: 0 },
    limits: { sockets: 3, topics: 100 },
    broker: { state: 'none' },
  });
  expect(health.memoryBytes).toBeGreaterThan(1_000_000);
  expect(health.uptimeSeconds).toBeGreaterThanOrEqual(0);
  expect(text).not.toMatch(/kelp|crabs|sealed|127\.0\.0\.1/);
});

test('[HB-9] without its broker the hub starts, says so in plain words and in its health, and tells no password', async () => {
  const port = await freePort();
  const program = await startProgram([], { HOLDFAST_HUB_BROKER: `redis://alice:sesame@127.0.0.1:${port}` });
  await program.says(/goes on alone/);
  const { text, health } = await healthOf(program);
  expect(health.broker).toMatchObject({ state: 'down', topics: 0 });
  expect(`${program.said.join('\n')}${text}`).not.toMatch(/sesame/);
  const [alice, bob] = await Promise.all([joinHub(program.url), joinHub(program.url)]);
  await bob.subscribe('kelp');
  alice.publish('kelp', 'sealed');
  expect(await bob.take(1)).toEqual(['sealed']);
});

test('SIGTERM ends the hub in good order', async () => {
  const { child, url } = await startProgram([]);
  const alice = await joinHub(url);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await alice.closed;
});

/** What the program says when it does not start. */
const refusal = async (...args: string[]): Promise<{ code: unknown; stderr: unknown }> => {
  try {
    await run(process.execPath, ['hub.mjs', ...args], { cwd: dir });
  } catch (error) {
    return { code: Reflect.get(Object(error), 'code'), stderr: Reflect.get(Object(error), 'stderr') };
  }
  throw new Error('it ran');
};

test('--help says all there is; what makes no sense is refused in plain words', async () => {
  const { stdout } = await run(process.execPath, ['hub.mjs', '--help'], { cwd: dir });
  expect(stdout).toContain('--messages-per-second N');
  expect(stdout).toContain('--broker URL');
  expect(await refusal('--sockets', 'many')).toEqual({
    code: 1,
    stderr: '--sockets takes a whole number from 1 on, not “many”.\n',
  });
  expect(await refusal('--broker', 'http://alice:sesame@example.org')).toEqual({
    code: 1,
    stderr: '--broker takes an address like redis://HOST:PORT, or rediss://HOST:PORT for TLS.\n',
  });
  expect(await refusal('--broker', 'redis://:sesame@127.0.0.1:1/kelp')).toEqual({
    code: 1,
    stderr: '--broker takes an address like redis://HOST:PORT, or rediss://HOST:PORT for TLS.\n',
  });
});
