/**
 * `npm run -s peer -- --profile DIR [--listen PORT] [--hub ws://HOST:PORT …] [--lan]
 * [--ice URL …] [--relay-only]`: a peer without a window, driven by JSON
 * lines. stdout carries nothing but answers and events; logs go to stderr. docs/headless.md is its manual.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { readHubUrl, readPort } from '../host/read-port.ts';
import { nodeClock } from './node-ports.ts';
import { readIceOptions } from './network-requests.ts';
import { answerRequest, parseRequest } from './requests.ts';
import { runPeer, type RunningPeer } from './run-peer.ts';
import { createTurns } from './turns.ts';

/** What is said in one go is written at once: to a pipe each write is a call of the system, and wakes who reads. */
const say = (line: object): void => {
  if (process.stdout.writableCorked === 0) {
    process.stdout.cork();
    setImmediate(() => process.stdout.uncork());
  }
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const tell = (event: PeerEvent): void => {
  if (event.kind === 'message') {
    const { community, channel, id, author, authorName, text, sentAt } = event.message;
    say({ event: 'message', community, channel, id, author, authorName, text, sentAt });
  } else if (event.kind !== 'status' && event.kind !== 'presence' && event.kind !== 'typing') {
    const { kind, ...fields } = event;
    say({ event: kind, ...fields });
  }
};

/** `npm run -s peer` with its options. */
const start = async (): Promise<RunningPeer> => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
      lan: { type: 'boolean', default: false },
      ice: { type: 'string', multiple: true, default: [] },
      'relay-only': { type: 'boolean', default: false },
    },
  });
  if (values.profile === undefined) throw new Error('Say where this peer lives: --profile DIR');
  const running = await runPeer({
    profile: values.profile,
    listen: values.listen === undefined ? undefined : readPort('--listen', values.listen),
    hubs: values.hub.map(readHubUrl),
    lan: values.lan,
    ice: readIceOptions(values.ice, process.env['HOLDFAST_RELAY_LOGIN']),
    hideAddress: values['relay-only'],
    clock: nodeClock,
  });
  running.peer.subscribe(tell);
  await running.peer.showPresence({ state: 'here', status: '' });
  return running;
};

const readLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // answered as a line that is not JSON
  }
};

const readId = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : null;

/** @returns the answer to a line, whatever the line is */
const answerTo = async (
  running: RunningPeer,
  value: unknown,
  request: ReturnType<typeof parseRequest>,
): Promise<object> => {
  const id = readId(value);
  if (typeof value !== 'object' || value === null) {
    return { id, ok: false, error: 'not-json', message: 'Send one JSON object a line.' };
  }
  if (!request.ok) return { id, ...request };
  try {
    return { id, ...(await answerRequest(running, request.value)) };
  } catch (error) {
    return { id, ok: false, error: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
};

/** What waits for somebody else, while what comes after it is answered. */
const isPatient = (kind: string | undefined): boolean =>
  kind === 'join' || kind === 'link-device' || kind === 'accept-code';

const main = async (): Promise<void> => {
  const running = await start();
  say({ event: 'ready' });
  let ending: Promise<void> | undefined;
  const stopAndExit = async (): Promise<void> => {
    await running.stop();
    // called when all before it is written, or can no longer be
    await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
    // native WebRTC threads would keep the process; everything is on the disk
    process.exit(0);
  };
  /** Whoever asks first: `quit`, the end of the input, a signal, a reader that went away. */
  const end = (): Promise<void> => (ending ??= stopAndExit());

  const turns = createTurns();
  const pending = new Set<Promise<void>>();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    const value = readLine(line);
    const request = parseRequest(value);
    const kind = request.ok ? request.value.do : undefined;
    const turn = kind === 'post' ? turns.together : isPatient(kind) ? turns.aside : turns.alone;
    const work = turn(async () => {
      say(await answerTo(running, value, request));
      if (kind === 'quit') await end();
    }).finally(() => pending.delete(work));
    pending.add(work);
  });
  lines.on('close', () => void Promise.all(pending).then(end));
  process.stdout.on('error', () => void end());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
