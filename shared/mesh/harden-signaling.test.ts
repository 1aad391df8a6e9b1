/** Garbage on the topic: the real mesh and the real y-webrtc, with a hub's socket and connections made of nothing. */
import { webcrypto } from 'node:crypto';

import { fromBase64, toBase64 } from 'lib0/buffer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { NO_ICE } from '../base/ice-server.ts';
import { Description, FakeSocket } from '../testing/fake-socket.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createBriskClock } from '../testing/brisk-clock.ts';
import { createMesh, type Mesh } from './create-mesh.ts';
import { openSignal, sealSignal } from './signal-seal.ts';
import type { PeerConnectionConstructor, Subtle } from './webrtc-types.ts';
import { eventually } from '../testing/eventually.ts';

const subtle = webcrypto.subtle as unknown as Subtle;
const random = createSeededRandom(12);
const KELP = { topic: 'kelp-topic', password: 'kelp-password', listenOnly: false };
const MARK = { topic: 'mark-topic', password: 'mark-password', listenOnly: false };

let mesh: Mesh;
let connections: { remote: string[]; isClosed: boolean }[] = [];
let unhandled: unknown[] = [];
/** How many connections were open at once, at most. */
let mostOpen = 0;

const fakeChannel = () => ({ readyState: 'connecting', close: () => undefined, send: () => undefined });
class FakeConnection {
  remote: string[] = [];
  isClosed = false;
  localDescription: { sdp: string } | null = null;
  remoteDescription: { sdp: string } | null = null;
  iceConnectionState = 'new';
  iceGatheringState = 'new';
  signalingState = 'stable';
  constructor() {
    connections.push(this);
    mostOpen = Math.max(mostOpen, connections.filter(({ isClosed }) => !isClosed).length);
  }
  createDataChannel = fakeChannel;
  addEventListener = (): void => undefined;
  createOffer = () => Promise.resolve({ type: 'offer', sdp: 'v=0' });
  createAnswer = () => Promise.resolve({ type: 'answer', sdp: 'v=0' });
  setLocalDescription = (description: { sdp: string }) => {
    this.localDescription = description;
    return Promise.resolve();
  };
  setRemoteDescription = (description: { sdp: string }) => {
    const { sdp } = description;
    this.remote.push(sdp);
    this.remoteDescription = description;
    return sdp === 'v=0' ? Promise.resolve() : Promise.reject(new Error('not a description'));
  };
  addIceCandidate = () => Promise.reject(new Error('no such candidate'));
  getStats = () => Promise.resolve([]);
  close(): void {
    this.isClosed = true;
  }
}
const note = (reason: unknown): void => void unhandled.push(reason);
const socket = (): FakeSocket => {
  const last = FakeSocket.made.at(-1);
  if (last === undefined) throw new Error('the mesh opened no socket');
  return last;
};
const subscribed = (): string[] =>
  socket().said.flatMap(({ type, topics }) => (type === 'subscribe' ? (topics ?? []) : []));

beforeEach(async () => {
  FakeSocket.made = [];
  [connections, unhandled, mostOpen] = [[], [], 0];
  process.on('unhandledRejection', note);
  vi.stubGlobal('WebSocket', FakeSocket);
  mesh = createMesh({
    clock: createBriskClock(),
    random,
    subtle,
    webrtc: {
      RTCPeerConnection: FakeConnection as unknown as PeerConnectionConstructor,
      RTCSessionDescription: Description,
      RTCIceCandidate: Description,
    },
    signalingUrl: 'ws://hub.test',
    ice: () => NO_ICE,
    report: () => undefined,
    addresses: () => [],
  });
  mesh.setRooms([KELP, MARK]);
  await eventually(() => expect(FakeSocket.made).toHaveLength(1));
  socket().open();
  await eventually(() => expect(subscribed()).toEqual(expect.arrayContaining([KELP.topic, MARK.topic])));
  await eventually(() => expect(socket().said.filter(({ type }) => type === 'publish').length).toBeGreaterThan(1));
});

afterEach(async () => {
  mesh.dispose();
  await eventually(() => expect(socket().readyState).toBe(3));
  process.off('unhandledRejection', note);
  vi.unstubAllGlobals();
});

/** As y-webrtc derives it. */
const deriveKey = async ({ topic, password }: { topic: string; password: string }): Promise<unknown> => {
  const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const base = await webcrypto.subtle.importKey('raw', bytes(password), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', salt: bytes(topic), iterations: 100_000, hash: 'SHA-256' };
  return webcrypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
};
const keys = new Map<string, Promise<unknown>>();
const keyOf = (room: { topic: string; password: string }): Promise<unknown> => {
  const name = `${room.topic} ${room.password}`;
  const key = keys.get(name) ?? deriveKey(room);
  keys.set(name, key);
  return key;
};
const seal = async (message: unknown, room = KELP): Promise<string> =>
  toBase64(await sealSignal(subtle, random, await keyOf(room), message));

const hear = (message: unknown): void => socket().onmessage?.({ data: JSON.stringify(message) });
const publish = (data: unknown, topic: unknown = KELP.topic): void => hear({ type: 'publish', topic, data });

const opened = async (sealed: string, room: typeof KELP): Promise<Record<string, unknown>> =>
  ((await openSignal(subtle, await keyOf(room), fromBase64(sealed))) ?? {}) as Record<string, unknown>;

const isOfferedInMark = async (name: string): Promise<boolean> => {
  const said = socket().said.filter(({ type, topic }) => type === 'publish' && topic === MARK.topic);
  const messages = await Promise.all(said.map(({ data }) => opened(String(data), MARK)));
  return messages.some(({ to }) => to === name);
};

let carols = 0;
/** Carol's announcement in the other room comes after all that was heard before, and is answered with an offer. */
const heardAll = async (): Promise<void> => {
  carols += 1;
  const carol = `carol ${carols}`;
  publish(await seal({ type: 'announce', from: carol }, MARK), MARK.topic);
  await eventually(async () => expect(await isOfferedInMark(carol)).toBe(true));
};
const signal = (from: string, type: 'offer' | 'answer', sdp = 'v=0'): unknown => ({
  type: 'signal',
  from,
  to: 'us',
  token: 1,
  signal: { type, sdp },
});

test('[SG-3] an honest announcement makes one connection', async () => {
  publish(await seal({ type: 'announce', from: 'bob' }));
  await eventually(() => expect(connections).toHaveLength(1));
});

test('what is not JSON, or not a message, throws nothing and stops nothing', async () => {
  for (const data of [
    '',
    'not json',
    '{',
    '\u0000',
    'null',
    '7',
    '[]',
    '"x"',
    '{"type":"publish"}',
    new ArrayBuffer(8),
  ])
    expect(() => socket().onmessage?.({ data })).not.toThrow();
  await heardAll();
  expect(connections).toHaveLength(1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('[SG-2] garbage on the topic: garbage, other types, another room’s password, and what is too large never reach y-webrtc', async () => {
  const good = await seal({ type: 'announce', from: 'mallory' });
  hear({ type: 'publish', data: good });
  for (const topic of [null, 7, {}, 'nowhere', '__proto__', 'constructor']) publish(good, topic);
  hear({ type: 'publish', topic: KELP.topic });
  for (const data of [null, 7, {}, [], '', '!', 'A', 'AAAA', '====', 'ÿ', toBase64(random.bytes(200))]) publish(data);
  publish(await seal({ type: 'announce', from: 'mallory' }, { ...KELP, password: 'another' }));
  publish(await seal({ type: 'announce', from: 'mallory' }, MARK)); // said in the wrong room
  publish(`${good}${'A'.repeat(40_000)}`);
  publish(await seal({ type: 'announce', from: 'mallory', filler: 'x'.repeat(40_000) }));
  await heardAll();
  expect(connections).toHaveLength(1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('[SG-2] sealed frames cut short or changed anywhere never reach y-webrtc', async () => {
  const bytes = Uint8Array.from(atob(await seal({ type: 'announce', from: 'mallory' })), (c) => c.charCodeAt(0));
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ (1 << (at & 7));
    publish(toBase64(changed));
    publish(toBase64(bytes.slice(0, at)));
  }
  await heardAll();
  expect(connections).toHaveLength(1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('[SG-2] [SG-3] well sealed nonsense from somebody with the password never reaches y-webrtc', async () => {
  for (const message of [
    null,
    undefined,
    7,
    'announce',
    [],
    {},
    { type: 'announce' },
    { type: 'announce', from: 7 },
    { type: 'signal', from: 'mallory', to: 'us' },
    { type: 'signal', from: 'mallory', to: 'us', signal: null },
    { type: 'signal', from: 'mallory', to: 'us', signal: { type: 'offer' } },
    signal('mallory', 'answer'),
    { ...(signal('mallory', 'answer') as object), signal: { type: 'candidate', candidate: { candidate: 'x' } } },
  ])
    publish(await seal(message));
  await heardAll();
  expect(connections).toHaveLength(1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('[SG-3] a crowd that announces itself gets no more connections at once than may come up', async () => {
  for (const data of await Promise.all(Array.from({ length: 40 }, (_, i) => seal({ type: 'announce', from: `m${i}` }))))
    publish(data);
  await heardAll();
  expect(mostOpen).toBeGreaterThan(3);
  expect(mostOpen).toBeLessThanOrEqual(4 + 1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('[SG-2] a frame that comes in two ways is heard once; said in the wrong room first, it is heard in the right one', async () => {
  const announcement = await seal({ type: 'announce', from: 'bob' });
  publish(announcement, MARK.topic);
  publish(announcement);
  mesh.signal({ topic: KELP.topic, from: 'bob', to: undefined, data: announcement });
  const us = await peerIdIn(
    String(socket().said.find(({ type, topic }) => type === 'publish' && topic === KELP.topic)?.data),
  );
  const offer = await seal({ ...(signal('carol', 'offer') as object), to: us });
  mesh.signal({ topic: KELP.topic, from: 'carol', to: us, data: offer });
  publish(offer);
  await heardAll();
  // bob’s, carol’s, and the one that shows that all was heard
  expect(connections).toHaveLength(3);
  expect(connections.flatMap(({ remote }) => remote)).toHaveLength(1);
  expect(unhandled).toEqual([]);
});

test('[SG-3] an offer flood is bounded', async () => {
  const announced = socket().said.find(({ type, topic }) => type === 'publish' && topic === KELP.topic);
  const us = await peerIdIn(String(announced?.data));
  const offers = Array.from({ length: 80 }, (_, i) => seal({ ...(signal(`m${i}`, 'offer') as object), to: us }));
  for (const data of await Promise.all(offers)) publish(data);
  await heardAll();
  expect(mostOpen).toBeGreaterThan(4);
  expect(mostOpen).toBeLessThanOrEqual(8 + 1);
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

test('answers that break the connection while more answers are on their way are nobody’s unhandled rejection', async () => {
  const announced = socket().said.find(({ type, topic }) => type === 'publish' && topic === KELP.topic);
  const us = await peerIdIn(String(announced?.data));
  publish(await seal({ type: 'announce', from: 'mallory' }));
  await eventually(() => expect(connections).toHaveLength(1));
  const answers = Array.from({ length: 30 }, () =>
    seal({ ...(signal('mallory', 'answer', 'broken') as object), to: us }),
  );
  for (const data of await Promise.all(answers)) publish(data);
  await heardAll();
  expect(connections[0]?.remote).toContain('broken');
  expect(unhandled.map((e) => (e as Error).stack)).toEqual([]);
});

/** Who we are in the room, read from our own announcement as any member could. */
const peerIdIn = async (sealed: string): Promise<string> => String((await opened(sealed, KELP))['from']);
