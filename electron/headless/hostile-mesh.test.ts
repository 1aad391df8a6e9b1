/**
 * The real mesh with real y-webrtc and real WebRTC, and mallory with plain y-webrtc in the same room: she knows topic
 * and password, as every member does. y-webrtc's own channel has no presence and no document to attack (SG-5).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { NO_ICE } from '../../shared/base/ice-server.ts';
import { createMesh, type Mesh } from '../../shared/mesh/create-mesh.ts';
import type { TransportEvent } from '../../shared/ports/transport.ts';
import { type ListeningHub, startHub } from '../host/testing/hub-person.ts';
import { nodeClock, nodeRandom, nodeSubtle } from './node-ports.ts';
import { nodeWebRtc, provideWebSocket } from './webrtc.ts';

vi.setConfig({ testTimeout: 180_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROOM = { topic: 'kelp-topic', password: 'kelp-password', listenOnly: false };
const OTHER_ROOM = { topic: 'mark-topic', password: 'mark-password', listenOnly: false };
/** A connection that fails is given up after 10 s, and tried again some seconds later. */
const WAIT = { timeout: 50_000, interval: 50 };
/** y-webrtc asks what the other side's document lacks: of an empty one. */
const NOTHING_BUT_AN_EMPTY_DOCUMENT = ['heard 00000100'];

let dir = '';
let hub: ListeningHub;
let alice: Mesh;
let events: TransportEvent[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  // beside node_modules: the native addon is not bundled
  dir = mkdtempSync(join(ROOT, 'out', 'plain-y-webrtc-'));
  const entry = join(import.meta.dirname, 'testing', 'plain-y-webrtc.ts');
  const how = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' } as const;
  await build({ entryPoints: [entry], outfile: join(dir, 'mallory.mjs'), ...how });
  provideWebSocket();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeEach(async () => {
  [events, children] = [[], []];
  hub = await startHub();
  alice = createMesh({
    clock: nodeClock,
    random: nodeRandom,
    subtle: nodeSubtle,
    webrtc: nodeWebRtc({ portOf: () => undefined }),
    signalingUrl: hub.url,
    ice: () => NO_ICE,
    addresses: () => [],
    report: () => undefined,
  });
  alice.subscribe((event) => events.push(event));
  alice.setRooms([ROOM, OTHER_ROOM]);
  await expect.poll(() => events.some((event) => event.kind === 'hub' && event.state === 'up'), WAIT).toBe(true);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  alice.dispose();
  await hub.close();
});

/** @returns the lines she prints */
const mallory = (attack: string, { topic, password } = ROOM): string[] => {
  const args = [join(dir, 'mallory.mjs'), hub.url, topic, password, attack];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return lines;
};

const opened = (): number => events.filter(({ kind }) => kind === 'opened').length;
const closed = (): number => events.filter(({ kind }) => kind === 'closed').length;

/** Plain y-webrtc does not always try again where both cores are busy: then another one comes. */
const ANOTHER_EVERY_MS = 15_000;

/** Somebody who comes later is heard: alice's mesh goes on. */
const expectOthersComeIn = async (): Promise<void> => {
  const before = opened();
  const come = (): unknown => mallory('nothing', OTHER_ROOM);
  come();
  const others = setInterval(come, ANOTHER_EVERY_MS);
  await expect
    .poll(opened, WAIT)
    .toBeGreaterThan(before)
    .finally(() => clearInterval(others));
};

/** @returns what alice's y-webrtc said to mallory */
const answersTo = async (attack: string): Promise<string[]> => {
  const lines = mallory(attack);
  await expect.poll(() => lines, WAIT).toContain('said');
  await expect.poll(opened, WAIT).toBeGreaterThan(0);
  await expectOthersComeIn();
  // what came in was not read, and nobody is told of it
  expect(events.map(({ kind }) => kind)).not.toContain('frame');
  return [...new Set(lines.filter((line) => line.startsWith('heard ')))];
};

test('[SG-5] presence spoof: somebody else’s presence is not read, and nobody is asked for theirs', async () => {
  expect(NOTHING_BUT_AN_EMPTY_DOCUMENT).toEqual(expect.arrayContaining(await answersTo('spoof')));
});

test('[SG-5] presence exhaustion: clocks that nobody can pass lock nobody out', async () => {
  expect(NOTHING_BUT_AN_EMPTY_DOCUMENT).toEqual(expect.arrayContaining(await answersTo('exhaustion')));
});

test('[SG-5] a document said on y-webrtc’s channel is nobody’s', async () => {
  expect(NOTHING_BUT_AN_EMPTY_DOCUMENT).toEqual(expect.arrayContaining(await answersTo('update')));
});

test('[SG-5] presence flood: 200,000 fake presences close the connection after the first kilobyte, and others come in', async () => {
  const lines = mallory('flood');
  await expect.poll(() => lines, WAIT).toContain('closed');
  await expectOthersComeIn();
  // the link may never have come up; if it did, it is gone
  expect(events.map(({ kind }) => kind)).not.toContain('frame');
  expect(closed()).toBeLessThanOrEqual(opened());
});
