/** Everything that a mesh says while its person hides where they are, with an engine that says more than it was told to. */
import { webcrypto } from 'node:crypto';

import { fromBase64, toBase64 } from 'lib0/buffer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type IceChoice, NO_ICE } from '../base/ice-server.ts';
import { Description, FakeSocket } from '../testing/fake-socket.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createBriskClock } from '../testing/brisk-clock.ts';
import { createMesh, type Mesh } from './create-mesh.ts';
import type { RtcConfiguration } from './ice.ts';
import { deriveSignalKey, openSignal, sealSignal } from './signal-seal.ts';
import type { Candidate, PeerConnectionConstructor, Subtle } from './webrtc-types.ts';
import { eventually } from '../testing/eventually.ts';

const native = webcrypto.subtle as unknown as Subtle;
let judged = 0;
/** Counts the frames that were opened. */
const subtle: Subtle = {
  importKey: (...given) => native.importKey(...given),
  deriveKey: (...given) => native.deriveKey(...given),
  encrypt: (...given) => native.encrypt(...given),
  decrypt: async (...given) => {
    const opened = await native.decrypt(...given);
    judged += 1;
    return opened;
  },
};
const random = createSeededRandom(29);
const KELP = { topic: 'kelp-topic', password: 'kelp-password', listenOnly: false };
const RELAY = { url: 'turn:192.0.2.200:3478?transport=udp', username: 'kelp', credential: 's3cret' };
const HIDDEN: IceChoice = { servers: [RELAY], relayOnly: true };

/** Of this machine; must not leave it. */
const OWN = ['198.51.100.7', '2001:db8::7', '10.0.0.7'];
const CANDIDATES = [
  `candidate:1 1 udp 2122260223 ${OWN[0]} 5000 typ host`,
  `candidate:2 1 udp 2122260222 ${OWN[1]} 5000 typ host`,
  'candidate:3 1 udp 2122260221 0f9c2d4e-7a3b-4c1d-8e5f-a1b2c3d4e5f6.local 5000 typ host',
  `candidate:4 1 udp 1686052607 ${OWN[0]} 6000 typ srflx raddr ${OWN[2]} rport 5000`,
  `candidate:5 1 udp 41885695 192.0.2.200 7000 typ relay raddr ${OWN[0]} rport 6000`,
];
const SDP = [
  'v=0',
  `o=- 1 2 IN IP4 ${OWN[0]}`,
  's=-',
  't=0 0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  `c=IN IP4 ${OWN[2]}`,
  ...CANDIDATES.map((each) => `a=${each}`),
  'a=ice-ufrag:vFf4',
  'a=ice-pwd:cg1O6+ZVPdPyTe3Ls+1Q+Fo8',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  '',
].join('\r\n');

type Hears = (event: { candidate?: Candidate | null }) => void;

let connections: TalkativeConnection[] = [];
let ice: IceChoice = NO_ICE;
let mesh: Mesh;

/** Tells all addresses that it has, whatever its configuration says. */
class TalkativeConnection {
  isClosed = false;
  localDescription: { sdp: string } | null = null;
  remoteDescription: { sdp: string } | null = null;
  iceConnectionState = 'new';
  iceGatheringState = 'complete';
  signalingState = 'stable';
  hears: Hears[] = [];
  readonly configuration: RtcConfiguration;
  constructor(configuration: RtcConfiguration) {
    this.configuration = configuration;
    connections.push(this);
  }
  createDataChannel = () => ({ readyState: 'connecting', close: () => undefined, send: () => undefined });
  addEventListener = (type: string, hear: Hears): void => void (type === 'icecandidate' && this.hears.push(hear));
  createOffer = () => Promise.resolve({ type: 'offer', sdp: SDP });
  createAnswer = () => Promise.resolve({ type: 'answer', sdp: SDP });
  setLocalDescription = (description: { sdp: string }) => {
    this.localDescription = description;
    return Promise.resolve();
  };
  setRemoteDescription = (description: { sdp: string }) => {
    this.remoteDescription = description;
    return Promise.resolve();
  };
  addIceCandidate = () => Promise.resolve();
  getStats = () => Promise.resolve([]);
  close(): void {
    this.isClosed = true;
  }
  tell(candidate: string): void {
    for (const hear of this.hears) hear({ candidate: { candidate, sdpMLineIndex: 0, sdpMid: '0' } });
  }
}
const start = async (choice: IceChoice): Promise<void> => {
  ice = choice;
  mesh = createMesh({
    clock: createBriskClock(),
    random,
    subtle,
    webrtc: {
      RTCPeerConnection: TalkativeConnection as unknown as PeerConnectionConstructor,
      RTCSessionDescription: Description,
      RTCIceCandidate: Description,
    },
    signalingUrl: 'ws://hub.test',
    ice: () => ice,
    report: () => undefined,
    addresses: () => OWN,
  });
  mesh.setRooms([KELP]);
  await eventually(() => expect(FakeSocket.made).toHaveLength(1));
  FakeSocket.made[0]?.open();
  await eventually(() => expect(FakeSocket.made[0]?.said.some(({ type }) => type === 'subscribe')).toBe(true));
};

beforeEach(() => {
  FakeSocket.made = [];
  [connections, judged] = [[], 0];
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(async () => {
  mesh.dispose();
  await eventually(() => expect(FakeSocket.made.at(-1)?.readyState).toBe(3));
  vi.unstubAllGlobals();
});

const key = deriveSignalKey(subtle, KELP.password, KELP.topic);
const hear = async (message: unknown): Promise<void> => {
  const data = toBase64(await sealSignal(subtle, random, await key, message));
  FakeSocket.made.at(-1)?.onmessage?.({ data: JSON.stringify({ type: 'publish', topic: KELP.topic, data }) });
};
/** All of it, opened as any member could. */
type Said = { type: string; from: string; signal?: { type: string }; signals?: { type: string }[] };
const said = async (): Promise<Said[]> => {
  const frames = FakeSocket.made.flatMap((socket) => socket.said).filter(({ type }) => type === 'publish');
  const opened = frames.map(async ({ data }) => openSignal(subtle, await key, fromBase64(String(data))));
  return (await Promise.all(opened)) as Said[];
};
const saidOf = async (type: string): Promise<number> =>
  (await said()).flatMap(({ signal, signals }) => signals ?? signal ?? []).filter((each) => each.type === type).length;

const bobIsOffered = async (): Promise<void> => {
  await hear({ type: 'announce', from: 'bob' });
  await eventually(async () => expect(await saidOf('offer')).toBe(1));
  for (const line of CANDIDATES) connections[0]?.tell(line);
};

test('[RL-4] in all of signalling there is no address but the relay’s', async () => {
  await start(HIDDEN);
  await bobIsOffered();
  await eventually(async () => expect(await saidOf('candidate')).toBe(1));
  const all = JSON.stringify(await said());
  expect(all).toContain('192.0.2.200 7000 typ relay raddr 0.0.0.0 rport 0');
  for (const address of [...OWN, '.local', 'typ host', 'srflx']) expect(all).not.toContain(address);
  expect(connections[0]?.configuration.iceTransportPolicy).toBe('relay');
});

test('[SG-6] where nothing is hidden, all of them are said, the hidden name as the addresses of the host', async () => {
  await start(NO_ICE);
  await bobIsOffered();
  await eventually(async () => expect(await saidOf('candidate')).toBe(CANDIDATES.length + OWN.length - 1));
  const all = JSON.stringify(await said());
  for (const address of OWN) expect(all).toContain(address);
});

test('[RL-4] codes hold the relay’s address alone', async () => {
  await start(HIDDEN);
  const { side } = (await mesh.codes.offer()) ?? { side: new Uint8Array() };
  const hex = Buffer.from(side).toString('hex');
  expect(hex).toContain('c00002c8'); // 192.0.2.200
  for (const own of ['c6336407', '20010db8', '0a000007']) expect(hex).not.toContain(own);
});

test('[RL-2] hidden and without a relay, a mesh says nothing and answers nobody; with one it does, without a restart', async () => {
  await start({ servers: [{ url: 'stun:192.0.2.201:3478' }], relayOnly: true });
  mesh.announce();
  await hear({ type: 'announce', from: 'bob' });
  await hear({ type: 'announce', from: 'carol' });
  expect(await mesh.codes.offer()).toBeUndefined();
  await eventually(() => expect(judged).toBe(2));
  expect(connections).toEqual([]);
  expect(await said()).toEqual([]);
  ice = HIDDEN;
  mesh.iceChanged();
  await bobIsOffered();
  expect(connections).toHaveLength(1);
});

test('[RL-5] who begins to hide ends the connections that tell an address, and comes back under another name', async () => {
  await start(NO_ICE);
  await bobIsOffered();
  const before = new Set((await said()).map(({ from }) => from));
  ice = HIDDEN;
  mesh.iceChanged();
  await eventually(() => expect(connections[0]?.isClosed).toBe(true));
  await eventually(() => expect(FakeSocket.made).toHaveLength(2)); // the only room was left, and entered anew
  FakeSocket.made.at(-1)?.open();
  await hear({ type: 'announce', from: 'carol' });
  await eventually(() => expect(connections.length).toBeGreaterThan(1));
  await eventually(async () => expect(await saidOf('offer')).toBe(2));
  expect(connections.at(-1)?.configuration.iceTransportPolicy).toBe('relay');
  const after = (await said()).map(({ from }) => from).filter((from) => !before.has(from));
  expect(new Set(after).size).toBe(1);
});
