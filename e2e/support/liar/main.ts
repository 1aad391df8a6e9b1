/**
 * Mallory's program: the real core on the real mesh, with keys that were honestly admitted, but a clock that says what
 * mallory wants, ears that hear no governance, a mouth that repeats to everybody what it ever wrote, and a version of the
 * protocol that does not exist yet. Speaks the
 * headless peer's JSON lines and, besides, `lie`. No part of the product: only tests build it.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { nodeClock } from '../../../electron/headless/node-ports.ts';
import { answerRequest, parseRequest } from '../../../electron/headless/requests.ts';
import { runPeer, type RunningPeer } from '../../../electron/headless/run-peer.ts';
import type { Transport } from '../../../shared/ports/transport.ts';
import { readLinkMessage } from '../../../shared/sync/link-message.ts';

type Lie = { do: 'lie'; clock?: number; isDeaf?: boolean; version?: number; repeat?: boolean };

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const lies = { clock: 0, isDeaf: false, version: 0 };
const HELLO = 1;
const HELLO_BYTES = 35;
const written: Uint8Array[] = [];

/** Hears what mallory wants to hear, and keeps every run of records that goes out. */
const lyingTransport = (mesh: Transport): Transport => ({
  ...mesh,
  send: (link, frame) => {
    const kind = readLinkMessage(frame)?.kind;
    if (kind === 'lane' || kind === 'brief-run') written.push(frame);
    const isHello = frame[0] === HELLO && frame.length === HELLO_BYTES;
    if (isHello && lies.version > 0) frame[1] = lies.version;
    mesh.send(link, frame);
  },
  subscribe: (listener) =>
    mesh.subscribe((event) => {
      if (lies.isDeaf && event.kind === 'frame' && readLinkMessage(event.frame)?.kind === 'ops') return;
      listener(event);
    }),
});

/** @returns to how many members everything was repeated */
const repeat = async ({ peer }: RunningPeer, mesh: () => Transport | undefined): Promise<number> => {
  const links = (await peer.status()).links.filter(({ state }) => state === 'open');
  for (const { id } of links) for (const frame of written) mesh()?.send(id, frame);
  return written.length === 0 ? 0 : links.length;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { profile: { type: 'string', default: '' }, hub: { type: 'string', multiple: true, default: [] } },
  });
  let mesh: Transport | undefined;
  const running = await runPeer({
    profile: values.profile,
    listen: undefined,
    hubs: values.hub,
    clock: { ...nodeClock, now: () => nodeClock.now() + lies.clock },
    transport: (real) => {
      mesh = real;
      return lyingTransport(real);
    },
  });
  running.peer.subscribe((event) => {
    if (event.kind === 'message') say({ event: 'message', text: event.message.text });
    else if (event.kind !== 'status') say({ event: event.kind });
  });
  say({ event: 'ready' });
  for await (const line of createInterface({ input: process.stdin })) {
    const value = JSON.parse(line) as { id: unknown } & (Lie | { do: 'quit' });
    if (value.do === 'lie') {
      lies.clock = value.clock ?? lies.clock;
      lies.version = value.version ?? lies.version;
      lies.isDeaf = value.isDeaf ?? lies.isDeaf;
      const told = value.repeat === true ? await repeat(running, () => mesh) : 0;
      say({ id: value.id, ok: true, told });
      continue;
    }
    const request = parseRequest(value);
    say({ id: value.id, ...(request.ok ? await answerRequest(running, request.value) : request) });
    if (value.do === 'quit') break;
  }
  await running.stop();
  process.exit(0);
};

await main();
