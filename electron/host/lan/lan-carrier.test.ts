/** Two machines on one network: hubs that find each other without being told. On this machine's own interfaces. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { afterEach, expect, test } from 'vitest';

import { createHub, type Hub } from '../hub.ts';
import { listenHub } from '../hub-listener.ts';
import { joinHub, whenTopics } from '../testing/hub-person.ts';
import { broadcastOf, lanInterfaces } from './interfaces.ts';
import { type LanCarrier, openLanCarrier } from './lan-carrier.ts';
import { LAN_GROUP, LAN_PORT } from './udp-voice.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const [here] = lanInterfaces();
if (here === undefined)
  console.warn('lan-carrier.test.ts: this machine is on no IPv4 network, so finding others is not tested');
const isSomebody = (peers: number): boolean => peers > 0;
type Machine = {
  hub: Hub;
  port: number;
  lan: LanCarrier; /** Others of this network may have Holdfast open while this runs. */
  linked: (isRight: (peers: number) => boolean) => Promise<void>;
};

const startMachine = async (interfaces = lanInterfaces): Promise<Machine> => {
  const hub = createHub();
  const late: { lan?: LanCarrier } = {};
  const listener = await listenHub(hub, { port: 0, arrived: (from) => late.lan?.arrived(from) ?? (() => undefined) });
  let told = (): void => undefined;
  const lan = openLanCarrier(hub, listener.port, () => told(), interfaces);
  late.lan = lan;
  open.push(listener.close, lan.close);
  const linked: Machine['linked'] = async (isRight) => {
    while (!isRight(lan.health().peers)) {
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  return { hub, port: listener.port, lan, linked };
};

test('the address that reaches all of a network is made of one’s own and the mask', () => {
  expect(broadcastOf('192.168.7.9', '255.255.255.0')).toBe('192.168.7.255');
  expect(broadcastOf('10.1.2.3', '255.255.240.0')).toBe('10.1.15.255');
  expect(broadcastOf('10.1.2.3', '255.255.255.255')).toBe('10.1.2.3');
});

test('a machine that is on no network says so', async () => {
  const alice = await startMachine(() => []);
  expect(alice.lan.health()).toMatchObject({ kind: 'lan', state: 'down', peers: 0 });
});

test.runIf(here !== undefined)(
  'alice and bob find each other, and frames go both ways; bob leaves, and is gone',
  async () => {
    const alice = await startMachine();
    const bob = await startMachine();
    await Promise.all([alice, bob].map(({ linked }) => linked(isSomebody)));
    expect(alice.lan.health()).toMatchObject({
      state: 'up',
      name: expect.stringContaining(here?.address ?? '') as string,
    });

    const [atAlice, atBob] = await Promise.all([alice, bob].map(({ port }) => joinHub(`ws://127.0.0.1:${port}`)));
    if (atAlice === undefined || atBob === undefined) throw new Error('nobody came');
    open.push(() => [atAlice, atBob].forEach(({ socket }) => socket.terminate()));
    await Promise.all([atAlice.subscribe('kelp'), atBob.subscribe('kelp')]);
    await Promise.all([alice, bob].map(({ hub }) => whenTopics(hub, (topics) => topics.has('kelp'))));
    atAlice.publish('kelp', 'from alice');
    expect(await atBob.take(1)).toEqual(['from alice']);
    atBob.publish('kelp', 'from bob');
    expect(await atAlice.take(1)).toEqual(['from bob']);

    const before = alice.lan.health().peers;
    bob.lan.close();
    bob.hub.close();
    await alice.linked((peers) => peers < before);
  },
);

test.runIf(here !== undefined)('what others shout on the same port is passed over', async () => {
  const alice = await startMachine();
  const stranger = createSocket('udp4');
  open.push(() => new Promise((resolve) => stranger.close(() => resolve())));
  stranger.bind(0);
  await once(stranger, 'listening');
  stranger.setMulticastInterface(here?.address ?? '');
  const words = [
    '',
    '{',
    'null',
    '[]',
    JSON.stringify({ holdfast: 2, id: '0'.repeat(16), port: 4444 }),
    JSON.stringify({ holdfast: 1, id: 'no', port: 4444 }),
    JSON.stringify({ holdfast: 1, id: '0'.repeat(16), port: 0 }),
    JSON.stringify({ holdfast: 1, id: '0'.repeat(16), port: '4444' }),
    JSON.stringify({ holdfast: 1, id: '0'.repeat(16), port: 4444, filler: 'x'.repeat(400) }),
  ];
  for (const word of words) {
    await new Promise<void>((resolve, reject) =>
      stranger.send(word, LAN_PORT, LAN_GROUP, (error) => (error === null ? resolve() : reject(error))),
    );
  }
  const bob = await startMachine();
  await Promise.all([alice, bob].map(({ linked }) => linked(isSomebody)));
  expect(alice.lan.health().state).toBe('up');
});
