/** What a hub does with those who take too much, over real sockets: they are out, they hear why, and bob notices nothing. */
import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';

import { afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';

import type { Hub } from './hub.ts';
import type { HubLimits } from './hub-limits.ts';
import { type HubPerson, joinHub, type ListeningHub, startHub } from './testing/hub-person.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  vi.useRealTimers();
});

/** A hub whose clock stands still: what comes at once is at once, however slow the machine. */
const hubWith = async (limits: Partial<HubLimits>, clock = { ms: 0 }): Promise<ListeningHub> => {
  const hub = await startHub(0, { limits, now: () => clock.ms, listen: { behindProxy: true } });
  open.push(hub.close);
  return hub;
};

const visit = async ({ url }: ListeningHub, from = '203.0.113.1'): Promise<HubPerson> => {
  const person = await joinHub(url, { 'x-forwarded-for': from });
  open.push(() => person.socket.terminate());
  return person;
};

/** Alice and bob talk: whoever was cut off took nothing from them. */
const expectNoHarm = async (alice: HubPerson, bob: HubPerson): Promise<void> => {
  alice.publish('kelp', 'goes on');
  expect(await bob.take(1)).toEqual(['goes on']);
};

const aliceAndBob = async (hub: ListeningHub): Promise<[HubPerson, HubPerson]> => {
  const [alice, bob] = await Promise.all([visit(hub, '203.0.113.1'), visit(hub, '203.0.113.2')]);
  await bob.subscribe('kelp');
  return [alice, bob];
};

const whenClients = (hub: Hub, count: number): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => void (hub.clients() === count && resolve());
    hub.onClients(look);
    look();
  });

test('[HB-6] mallory, who floods with messages, is cut off and hears why; bob hears none of what was too much', async () => {
  const hub = await hubWith({ messagesPerSecond: 5, messagesAtOnce: 50 });
  const [alice, bob] = await aliceAndBob(hub);
  const mallory = await visit(hub);
  for (let i = 0; i < 200; i += 1) mallory.publish('kelp', `flood ${i}`);
  expect(await mallory.closed).toBe(1008);
  expect(await mallory.farewell).toBe('too many messages: 5 a second is the limit');
  expect(await bob.take(50)).toHaveLength(50);
  await expectNoHarm(alice, bob);
  expect(hub.hub.stats().cutOff).toEqual({ malformed: 0, oversized: 0, flooding: 1, slow: 0, silent: 0 });
});

test('[HB-6] mallory, who floods with bytes, is cut off and hears why', async () => {
  const hub = await hubWith({ bytesPerSecond: 1_000, bytesAtOnce: 200_000 });
  const [alice, bob] = await aliceAndBob(hub);
  const mallory = await visit(hub);
  for (let i = 0; i < 8; i += 1) mallory.publish('kelp', `${i}${'x'.repeat(50_000)}`);
  expect(await mallory.farewell).toBe('too much data: 1000 bytes a second is the limit');
  expect(await bob.take(3)).toHaveLength(3);
  await expectNoHarm(alice, bob);
});

test('[HB-6] mallory’s burst does not keep others waiting until it is over: after 32 messages it is their turn', async () => {
  const hub = await hubWith({});
  const said: string[] = [];
  // by hand, because a real socket's bytes come in pieces of any size
  const mallory = Object.assign(new EventEmitter(), {
    pause: () => said.push('paused'),
    resume: () => said.push('resumed'),
    terminate: () => undefined,
  });
  hub.hub.accept(mallory as unknown as WebSocket);
  const burst = (count: number): void => {
    for (let i = 0; i < count; i += 1) mallory.emit('message', Buffer.from('{"type":"pong"}'), false);
  };
  burst(31);
  expect(said).toEqual([]);
  burst(10);
  expect(said).toEqual(['paused']);
  await setImmediate();
  expect(said).toEqual(['paused', 'resumed']);
  burst(32);
  expect(said).toEqual(['paused', 'resumed', 'paused']);
  mallory.emit('close');
});

test('[HB-6] carol, who stays within the rate, is never cut off', async () => {
  const clock = { ms: 0 };
  const hub = await hubWith({ messagesPerSecond: 5, messagesAtOnce: 6 }, clock);
  const carol = await visit(hub);
  for (let second = 0; second < 20; second += 1) {
    for (let i = 0; i < 4; i += 1) carol.publish('kelp', `${second} ${i}`);
    await carol.settled();
    clock.ms += 1_000;
  }
  expect(hub.hub.stats()).toMatchObject({ frames: { passed: 80 }, cutOff: { flooding: 0 } });
});

test('[HB-6] mallory, who floods with WebSocket pings, is cut off as well', async () => {
  const hub = await hubWith({ messagesAtOnce: 50 });
  const [alice, bob] = await aliceAndBob(hub);
  const mallory = await visit(hub);
  for (let i = 0; i < 100; i += 1) mallory.socket.ping();
  expect(await mallory.closed).toBe(1008);
  await expectNoHarm(alice, bob);
});

test('[HB-4] mallory, who does not read what she wants to have, is cut off once too much waits for her', async () => {
  const hub = await hubWith({ bufferedBytes: 256 * 1024, bytesAtOnce: 1e9 });
  const [alice, bob] = await aliceAndBob(hub);
  const mallory = await visit(hub);
  await mallory.subscribe('kelp');
  mallory.socket.pause();
  let sent = 0;
  while (hub.hub.stats().cutOff.slow === 0 && sent < 1_000) {
    alice.publish('kelp', `${sent}${'x'.repeat(50_000)}`);
    sent += 1;
    expect(await bob.take(1)).toHaveLength(1);
    expect(hub.hub.stats().waitingBytes).toBeLessThan(256 * 1024 + 2 * 64 * 1024);
  }
  expect(hub.hub.stats()).toMatchObject({ cutOff: { slow: 1 }, frames: { passed: sent, dropped: 1 } });
  await whenClients(hub.hub, 2);
  expect(hub.hub.stats().waitingBytes).toBe(0);
  await expectNoHarm(alice, bob);
});

test('[HB-4] when too much waits for all together, whoever has more than an equal share goes, and bob stays', async () => {
  const hub = await hubWith({ bufferedBytesInAll: 600 * 1024, bytesAtOnce: 1e9 });
  const [alice, bob] = await aliceAndBob(hub);
  const slow = await Promise.all([visit(hub), visit(hub), visit(hub), visit(hub)]);
  for (const mallory of slow) {
    await mallory.subscribe('kelp');
    mallory.socket.pause();
  }
  let sent = 0;
  while (hub.hub.stats().cutOff.slow < slow.length && sent < 1_000) {
    alice.publish('kelp', `${sent}${'x'.repeat(50_000)}`);
    sent += 1;
    expect(await bob.take(1)).toHaveLength(1);
    expect(hub.hub.stats().waitingBytes).toBeLessThan(600 * 1024 + 6 * 64 * 1024);
  }
  expect(hub.hub.stats().cutOff.slow).toBe(slow.length);
  await expectNoHarm(alice, bob);
});

test('[HB-7] who does not answer a ping is gone by the next; who answers stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const hub = await hubWith({ pingMs: 30_000 });
  const [alice, bob] = await aliceAndBob(hub);
  const mallory = new WebSocket(hub.url, { autoPong: false });
  await once(mallory, 'open');
  const closed = once(mallory, 'close');
  const pinged = [once(alice.socket, 'ping'), once(bob.socket, 'ping'), once(mallory, 'ping')];
  vi.advanceTimersByTime(30_000); // they had said something: they are asked
  await Promise.all(pinged);
  // behind their pongs
  await Promise.all([alice.settled(), bob.settled()]);
  expect(hub.hub.clients()).toBe(3);
  vi.advanceTimersByTime(30_000);
  expect((await closed)[0]).toBe(1006);
  await whenClients(hub.hub, 2);
  expect(hub.hub.stats().cutOff).toMatchObject({ silent: 1 });
  await expectNoHarm(alice, bob);
  for (const person of [alice, bob]) person.socket.close();
  await whenClients(hub.hub, 0);
  expect(vi.getTimerCount()).toBe(0);
});

test('[HB-7] dave, who says nothing but answers every ping, stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const hub = await hubWith({ pingMs: 30_000 });
  const dave = Object.assign(new EventEmitter(), { pinged: 0, isGone: false });
  const ping = (): void => {
    dave.pinged += 1;
    dave.emit('pong');
  };
  const terminate = (): boolean => (dave.isGone = true);
  hub.hub.accept(Object.assign(dave, { ping, terminate, bufferedAmount: 0 }) as unknown as WebSocket);
  for (let turn = 0; turn < 5; turn += 1) vi.advanceTimersByTime(30_000);
  expect(dave).toMatchObject({ pinged: 5, isGone: false });
  dave.emit('close');
});

test('[HB-4] a hub that is full says so; when somebody leaves there is room again', async () => {
  const hub = await hubWith({ sockets: 2 });
  const [alice] = await aliceAndBob(hub);
  const carol = await visit(hub);
  expect(await carol.closed).toBe(1013);
  expect(await carol.farewell).toBe('this hub is full');
  alice.socket.close();
  await whenClients(hub.hub, 1);
  const again = await visit(hub);
  await again.settled();
  expect(hub.hub.stats().refused).toEqual({ sockets: 1, topics: 0 });
});

test('[HB-8] one address has so many places and no more; others still find room', async () => {
  const hub = await hubWith({ socketsPerAddress: 2 });
  const [one] = await Promise.all([visit(hub, '203.0.113.66'), visit(hub, '203.0.113.66')]);
  const third = await visit(hub, '198.51.100.1, 203.0.113.66'); // what she made up comes first
  expect(await third.closed).toBe(1013);
  expect(await third.farewell).toBe('too many connections from your address');
  const [alice, bob] = await aliceAndBob(hub);
  await expectNoHarm(alice, bob);
  one.socket.close();
  await whenClients(hub.hub, 3);
  await (await visit(hub, '203.0.113.66')).settled();
});

test('[HB-8] mallory gains nothing by coming back again and again', async () => {
  const clock = { ms: 0 };
  const hub = await hubWith({ connectsPerSecond: 1, connectsAtOnce: 5 }, clock);
  for (let i = 0; i < 5; i += 1) {
    const mallory = await visit(hub, '203.0.113.66');
    mallory.say('no message');
    expect(await mallory.closed).toBe(1008);
    await whenClients(hub.hub, 0);
  }
  const refused = await visit(hub, '203.0.113.66');
  expect(await refused.farewell).toBe('too many new connections from your address');
  const [alice, bob] = await aliceAndBob(hub);
  await expectNoHarm(alice, bob);
  clock.ms += 1_000;
  await (await visit(hub, '203.0.113.66')).settled();
});

/** What a hub says that y-webrtc has no word for. */
const answersTo = (person: HubPerson): unknown[] => {
  const answers: unknown[] = [];
  person.socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString('utf8'))));
  return answers;
};

test('[HB-4] topics beyond the limit of a connection are not taken, and its owner is told; the others work', async () => {
  const hub = await hubWith({ topicsPerSocket: 2 });
  const alice = await visit(hub);
  const carol = await visit(hub);
  const answers = answersTo(carol);
  await carol.subscribe('kelp', 'crabs', 'sharks', 'kelp');
  expect(answers).toEqual([
    { type: 'refused', topics: 1, reason: '2 topics a connection is the limit' },
    { type: 'pong' },
  ]);
  alice.publish('sharks', 'not taken');
  alice.publish('crabs', 'taken');
  expect(await carol.take(2)).toEqual(['undefined', 'taken']);
  carol.say({ type: 'unsubscribe', topics: ['kelp'] });
  await carol.subscribe('sharks');
  alice.publish('sharks', 'taken now');
  expect(await carol.take(1)).toEqual(['taken now']);
});

test('[HB-4] a hub with too many topics takes those that others have already, and room comes back', async () => {
  const hub = await hubWith({ topics: 3, subscriptions: 5 });
  const [alice, bob] = await aliceAndBob(hub);
  await alice.subscribe('crabs', 'sharks');
  const answers = answersTo(bob);
  await bob.subscribe('whales', 'crabs', 'sharks');
  const refusal = { type: 'refused', topics: 1, reason: 'this hub has no room for more topics' };
  expect(answers).toEqual([refusal, { type: 'pong' }]);
  const carol = await visit(hub);
  const others = answersTo(carol);
  await carol.subscribe('kelp'); // the sixth subscription
  expect(others).toEqual([refusal, { type: 'pong' }]);
  expect(hub.hub.stats()).toMatchObject({ topics: 3, subscriptions: 5, refused: { topics: 2 } });
  alice.socket.close();
  bob.socket.close();
  await whenClients(hub.hub, 1);
  expect(hub.hub.stats()).toMatchObject({ topics: 0, subscriptions: 0 });
  await carol.subscribe('whales');
  expect([...hub.hub.topics()]).toEqual([['whales', 0]]);
});

test('[HB-2] what is remembered of frames and addresses stays bounded', async () => {
  const clock = { ms: 0 };
  const hub = await hubWith({ seenFrames: 100, messagesAtOnce: 1e6 }, clock);
  const [alice, bob] = await aliceAndBob(hub);
  for (let i = 0; i < 500; i += 1) alice.publish('kelp', `frame ${i}`);
  expect(await bob.take(500)).toHaveLength(500);
  expect(hub.hub.stats().remembered.frames).toBe(100);
  alice.publish('kelp', 'frame 499');
  await alice.settled();
  expect(hub.hub.stats().frames).toEqual({ passed: 500, dropped: 0, repeated: 1 });
  clock.ms += 60_000;
  alice.publish('kelp', 'frame 499');
  expect(await bob.take(1)).toEqual(['frame 499']);
  expect(hub.hub.stats().remembered.frames).toBe(1);
});
