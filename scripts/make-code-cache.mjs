// What a headless peer does in its first seconds is done once when it is built, so that V8 need not compile it at each start.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cacheBeside } from './load-program.mjs';

const WARM = fileURLToPath(new URL('warm-program.mjs', import.meta.url));
const MESSAGES = 40;
/** On a machine without a network two peers never meet; what they do together is then compiled when they do. */
const MEET_MS = 4_000;
const HISTORY = { do: 'history', channel: 'general', limit: 100 };

/**
 * Somebody writes and ends; somebody else joins them; they start again. Each run that is kept adds to what those before left.
 * @param {string} program the headless peer, as it is started; beside it lies its `.cjs`
 * @returns {Promise<void>} rejects if it ends too early
 */
export const makeCodeCache = async (program) => {
  const bundle = program.replace(/\.mjs$/, '.cjs');
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-build-'));
  const inProfile = (/** @type {string} */ name) => ['--profile', join(dir, name)];
  rmSync(cacheBeside(bundle), { force: true });
  try {
    const first = start([WARM, bundle, ...inProfile('host')]);
    await first.ask({ do: 'create-community', name: 'Warm', as: 'Anna' });
    await sayMuch(first);
    await first.end();
    const [host, guest] = [start([program, ...inProfile('host')]), start([WARM, bundle, ...inProfile('guest')])];
    await meet(host, guest);
    await guest.end();
    await host.end();
    const again = start([WARM, bundle, ...inProfile('host')]);
    await again.ask(HISTORY);
    await again.end();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** @typedef {ReturnType<typeof start>} Peer */

/** By codes, so that no port has to be opened for it. */
const meet = async (/** @type {Peer} */ host, /** @type {Peer} */ guest) => {
  const { communities } = await host.ask({ do: 'communities' });
  const { invite } = await host.ask({ do: 'invite', community: communities[0].id });
  const offered = await host.ask({ do: 'offer-code', invite });
  if (!offered.ok) return;
  const answered = await guest.ask({ do: 'answer-code', code: offered.code, as: 'Berta' });
  if (!answered.ok || !(await host.ask({ do: 'accept-code', code: answered.code })).ok) return;
  for (let waited = 0; waited < MEET_MS && (await guest.ask(HISTORY)).total !== MESSAGES; waited += 50) await delay(50);
  await Promise.all([sayMuch(host), sayMuch(guest)]);
};

const sayMuch = (/** @type {Peer} */ peer) =>
  Promise.all(
    Array.from({ length: MESSAGES }, (_, i) => peer.ask({ do: 'post', channel: 'general', text: `message ${i}` })),
  );

const start = (/** @type {readonly string[]} */ args) => {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  /** @type {Map<number, (answer: any) => void>} */
  const asked = new Map();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line);
    asked.get(answer.id)?.(answer);
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`it ended with ${code}`))));
  });
  ended.catch(() => undefined); // whoever asks, or ends it, hears of it
  return {
    /** @returns {Promise<any>} */
    ask: (/** @type {object} */ request) => {
      const id = asked.size;
      const answer = new Promise((resolve) => void asked.set(id, resolve));
      child.stdin.write(`${JSON.stringify({ ...request, id })}\n`);
      return Promise.race([answer, ended.then(() => Promise.reject(new Error('it ended before its answer')))]);
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
};
