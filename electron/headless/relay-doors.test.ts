/** Doors on loopback, with relays that answer whatever they hear with it, turned round. */
import { createSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { rtcConfiguration } from '../../shared/mesh/ice.ts';
import { createRelayDoors } from './relay-doors.ts';
import { readTurnStream, turnFrame } from './turn-stream.ts';
import { nativeConfiguration } from './webrtc.ts';

const LOGIN = { username: 'kelp', credential: 's3cret' };

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.toReversed()) close();
  closing = [];
});

/** Data of a channel, as TURN has it; `text` is its own mirror image’s original. */
const channelData = (text: string): Buffer => {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeUInt16BE(0x4001, 0);
  bytes.writeUInt16BE(text.length, 2);
  bytes.write(text, 4, 'latin1');
  return bytes;
};
const textOf = (datagram: Buffer): string => datagram.subarray(4).toString('latin1');
const turned = (datagram: Buffer): Buffer => channelData(textOf(datagram).split('').toReversed().join(''));

const relayByUdp = async (): Promise<number> => {
  const socket = createSocket('udp4');
  closing.push(() => socket.close());
  socket.on('message', (datagram, { port, address }) => socket.send(turned(datagram), port, address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
};

const relayByTcp = async (
  answer: (socket: Socket, datagram: Buffer) => void,
): Promise<{ port: number; calls: Socket[] }> => {
  const calls: Socket[] = [];
  const server: Server = createServer((socket) => {
    calls.push(socket);
    socket.on('error', () => undefined);
    const read = readTurnStream((datagram) => answer(socket, datagram));
    socket.on('data', (bytes: Buffer) => void read(bytes));
  });
  closing.push(() => {
    for (const socket of calls) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, calls };
};

const openDoors = () => {
  const doors = createRelayDoors();
  closing.push(doors.close);
  return doors;
};

/** A connection: one socket on loopback. */
const caller = async (door: number) => {
  const socket = createSocket('udp4');
  closing.push(() => socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    say: (text: string): void => socket.send(channelData(text), door, '127.0.0.1'),
    next: () => new Promise<string>((resolve) => socket.once('message', (datagram) => resolve(textOf(datagram)))),
  };
};
type Caller = Awaited<ReturnType<typeof caller>>;
const asks = ({ say, next }: Caller, text: string): Promise<string> => {
  const answer = next();
  say(text);
  return answer;
};

const doorTo = async (url: string): Promise<number> => {
  const doors = openDoors();
  const relay = { url, ...LOGIN };
  await doors.align({ servers: [relay], relayOnly: true });
  return doors.portOf(relay) ?? 0;
};

test('[RL-6] through one door each connection gets its own answers, by udp', async () => {
  const door = await doorTo(`turn:127.0.0.1:${await relayByUdp()}?transport=udp`);
  const [alice, bob] = [await caller(door), await caller(door)];
  expect(await Promise.all([asks(alice, 'kelp'), asks(bob, 'sword')])).toEqual(['plek', 'drows']);
});

test('[RL-6] likewise by tcp, each over a stream of its own; a relay that hangs up is called again', async () => {
  const { port, calls } = await relayByTcp((socket, datagram) => socket.write(turnFrame(turned(datagram))));
  const door = await doorTo(`turn:127.0.0.1:${port}?transport=tcp`);
  const [alice, bob] = [await caller(door), await caller(door)];
  expect(await Promise.all([asks(alice, 'kelp'), asks(bob, 'sword')])).toEqual(['plek', 'drows']);
  expect(calls).toHaveLength(2);
  const hungUp = calls.map((call) => new Promise((resolve) => call.once('close', resolve)));
  for (const call of calls) call.destroy();
  await Promise.all(hungUp);
  const answer = alice.next();
  const heard: string[] = [];
  answer.then(
    (text) => heard.push(text),
    () => undefined,
  );
  // as ICE does: what was said into the call that had just ended is lost, and said again
  await expect.poll(() => (alice.say('again'), heard), { timeout: 30_000 }).toContain('niaga');
});

test('[RL-6] a relay that is taken out has no door any more; one whose address leads nowhere harms nobody', async () => {
  const doors = openDoors();
  const [good, bad] = [
    { url: `turn:127.0.0.1:${await relayByUdp()}?transport=udp`, ...LOGIN },
    { url: 'turn:127.0.0.1:1?transport=tcp', ...LOGIN },
  ];
  await doors.align({ servers: [good, bad, { url: 'stun:127.0.0.1:3478' }], relayOnly: false });
  const lost = await caller(doors.portOf(bad) ?? 0);
  lost.say('anybody?');
  const alice = await caller(doors.portOf(good) ?? 0);
  expect(await asks(alice, 'kelp')).toBe('plek');
  await doors.align({ servers: [bad], relayOnly: false });
  expect(doors.portOf(good)).toBeUndefined();
  expect(doors.portOf(bad)).toBeDefined();
});

test('[RL-6] a hidden connection is bound to loopback, and knows doors alone; without a door it knows nothing', () => {
  const udp = { url: 'turn:192.0.2.200:3478?transport=udp', ...LOGIN };
  const tls = { url: 'turns:192.0.2.201:5349?transport=tcp', ...LOGIN };
  const helper = { url: 'stun:192.0.2.202:3478' };
  const doors = { portOf: ({ url }: { url: string }) => (url === udp.url ? 4001 : undefined) };
  const login = { username: 'kelp', password: 's3cret', relayType: 'TurnUdp' };
  const hidden = rtcConfiguration({ servers: [udp, tls, helper], relayOnly: true });
  expect(nativeConfiguration(hidden, doors)).toMatchObject({
    iceServers: [{ hostname: '127.0.0.1', port: 4001, ...login }],
    iceTransportPolicy: 'relay',
    bindAddress: '127.0.0.1',
  });
  const shown = nativeConfiguration(rtcConfiguration({ servers: [udp, tls, helper], relayOnly: false }), doors);
  expect(shown.iceServers).toEqual([
    { hostname: '192.0.2.200', port: 3478, ...login },
    { hostname: '192.0.2.202', port: 3478 },
  ]);
  expect(shown.bindAddress).toBeUndefined();
});
