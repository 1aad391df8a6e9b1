/**
 * `npm run -s peer -- --profile DIR [--listen PORT] [--hub ws://HOST:PORT …]`: a peer without a window, driven by JSON
 * lines. stdout carries nothing but answers and events; logs go to stderr. docs/headless.md is its manual.
 */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { createHostClient } from '../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../shared/host-api/host-journal.ts';
import { createHostSecrets } from '../../shared/host-api/host-stores.ts';
import { createMemoryDuplex } from '../../shared/host-api/memory-duplex.ts';
import { loadSodiumCrypto } from '../../shared/keys/sodium-crypto.ts';
import { createMesh } from '../../shared/mesh/create-mesh.ts';
import { createPeer } from '../../shared/peer/create-peer.ts';
import { createMemoryProjection } from '../../shared/peer/memory-projection.ts';
import { createMemoryRecordStore } from '../../shared/peer/memory-record-store.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { createHost } from '../host/create-host.ts';
import { ownAddresses } from '../host/own-addresses.ts';
import { readHubUrl, readPort } from '../host/read-port.ts';
import { nodeClock, nodeRandom, nodeSubtle, stderrLogger } from './node-ports.ts';
import { serveOwnHub } from '../host/own-hub.ts';
import { answerRequest, parseRequest } from './requests.ts';
import { createTurns } from './turns.ts';
import { nodeWebRtc, provideWebSocket } from './webrtc.ts';

const VERSION = '0.1.0';

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const tell = (event: PeerEvent): void => {
  if (event.kind === 'message') {
    const { community, channel, id, author, authorName, text, sentAt } = event.message;
    say({ event: 'message', community, channel, id, author, authorName, text, sentAt });
  } else if (event.kind !== 'status') {
    const { kind, ...fields } = event;
    say({ event: kind, ...fields });
  }
};

type Running = { peer: PeerApi; queries: Queries; stop: () => Promise<void> };

const start = async (): Promise<Running> => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.profile === undefined) throw new Error('Say where this peer lives: --profile DIR');
  provideWebSocket();
  const host = await createHost({
    dir: values.profile,
    profile: 'headless',
    shell: 'headless',
    version: VERSION,
    listen: values.listen === undefined ? undefined : readPort('--listen', values.listen),
    hubs: values.hub.map(readHubUrl),
    openExternal: () => Promise.resolve(),
    report: (event, error) => stderrLogger.warn(event, { error: error instanceof Error ? error.name : 'unknown' }),
  });
  const ownHub = await serveOwnHub(host.hub, randomBytes(16).toString('hex'));
  const [appEnd, hostEnd] = createMemoryDuplex();
  host.serve(hostEnd);
  const client = createHostClient({ clock: nodeClock, connect: () => Promise.resolve(appEnd) });
  const mesh = createMesh({
    clock: nodeClock,
    random: nodeRandom,
    subtle: nodeSubtle,
    webrtc: nodeWebRtc(),
    signalingUrl: ownHub.url,
    iceServers: [],
    addresses: ownAddresses,
    report: (what, error) => stderrLogger.warn(what, { error: String(error) }),
  });
  const queries = createMemoryProjection();
  const peer = await createPeer({
    clock: nodeClock,
    random: nodeRandom,
    crypto: await loadSodiumCrypto(),
    logger: stderrLogger,
    journal: createHostJournal(client),
    secrets: createHostSecrets(client),
    recordStore: createMemoryRecordStore(),
    projection: queries,
    transport: mesh,
  });
  client.on('carriers', ({ carriers }) => {
    peer.noteCarriers(carriers);
    if (carriers.some((carrier) => carrier.state === 'up')) mesh.announce();
  });
  peer.noteCarriers(host.carriers());
  peer.subscribe(tell);
  const stop = async (): Promise<void> => {
    await peer.dispose();
    client.dispose();
    await ownHub.close();
    await host.close();
  };
  return { peer, queries, stop };
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
  running: Running,
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
    const turn =
      kind === 'post' ? turns.together : kind === 'join' || kind === 'link-device' ? turns.aside : turns.alone;
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
