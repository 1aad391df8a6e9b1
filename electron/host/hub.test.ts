import { EventEmitter, once } from 'node:events';

import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';

import { listenHub } from './hub-listener.ts';
import { serveOwnHub } from './own-hub.ts';
import { type HubPerson, joinHub, type ListeningHub, startHub } from './testing/hub-person.ts';

let hub: ListeningHub;
let alice: HubPerson;
let bob: HubPerson;
beforeEach(async () => {
  hub = await startHub();
  [alice, bob] = await Promise.all([joinHub(hub.url), joinHub(hub.url)]);
});
afterEach(() => hub.close());

test('[HB-2] what alice publishes reaches bob, who wants the topic, and not alice herself', async () => {
  await Promise.all([alice.subscribe('kelp'), bob.subscribe('kelp')]);
  alice.publish('kelp', 'sealed 1');
  expect(await bob.take(1)).toEqual(['sealed 1']);
  await alice.settled();
  expect(alice.heard).toEqual([]);
});

test('bob hears only the topics he wants, and no more once he has left them', async () => {
  await bob.subscribe('kelp', 'crabs');
  alice.publish('sharks', 'not for bob');
  alice.publish('crabs', 'for bob');
  expect(await bob.take(1)).toEqual(['for bob']);
  bob.say({ type: 'unsubscribe', topics: ['crabs'] });
  await bob.settled();
  alice.publish('crabs', 'too late');
  alice.publish('kelp', 'still here');
  expect(await bob.take(1)).toEqual(['still here']);
  await bob.settled();
  expect(bob.heard).toEqual([]);
});

test('[HB-2] the same frame is passed on once; another topic or other bytes make another frame', async () => {
  await bob.subscribe('kelp', 'crabs');
  for (const topic of ['kelp', 'kelp', 'crabs']) alice.publish(topic, 'same');
  alice.publish('kelp', 'other');
  expect(await bob.take(3)).toEqual(['same', 'same', 'other']);
});

test.each([
  ['no JSON', '{"type":'],
  ['no object', '7'],
  ['nothing', 'null'],
  ['an unknown type', '{"type":"erase"}'],
  ['a topic that is no text', '{"type":"subscribe","topics":[7]}'],
  ['an empty topic', '{"type":"publish","topic":"","data":"x"}'],
  ['an endless topic', JSON.stringify({ type: 'subscribe', topics: ['x'.repeat(129)] })],
  ['too many topics', JSON.stringify({ type: 'subscribe', topics: Array.from({ length: 257 }, (_, i) => `t${i}`) })],
  ['data that is no text', '{"type":"publish","topic":"kelp","data":{"a":1}}'],
  ['data over the limit', JSON.stringify({ type: 'publish', topic: 'kelp', data: 'x'.repeat(60_001) })],
  ['deep nesting', `{"type":"publish","topic":"kelp","data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
])('mallory, who sends %s, is closed alone', async (_what, message) => {
  const mallory = await joinHub(hub.url);
  await bob.subscribe('kelp');
  mallory.say(message);
  expect(await mallory.closed).toBe(1008);
  alice.publish('kelp', 'goes on');
  expect(await bob.take(1)).toEqual(['goes on']);
});

test('[HB-1] bytes instead of text, and frames over 64 KiB, close their sender alone', async () => {
  const [mallory, other] = await Promise.all([joinHub(hub.url), joinHub(hub.url)]);
  mallory.socket.send(Buffer.from('{"type":"ping"}'));
  expect(await mallory.closed).toBe(1008);
  other.say('x'.repeat(64 * 1024 + 1));
  expect(await other.closed).toBe(1009);
  await bob.subscribe('kelp');
  alice.publish('kelp', 'x'.repeat(60_000));
  expect((await bob.take(1))[0]).toHaveLength(60_000);
});

test('[HB-4] one socket cannot want more than 512 topics', async () => {
  for (let at = 0; at < 1_024; at += 256) {
    alice.say({ type: 'subscribe', topics: Array.from({ length: 256 }, (_, i) => `topic ${at + i}`) });
  }
  await alice.settled();
  expect(hub.hub.topics().size).toBe(512);
});

test('who leaves is forgotten, with what they wanted', async () => {
  await alice.subscribe('kelp');
  expect([...hub.hub.topics().keys()]).toEqual(['kelp']);
  const counts: number[] = [];
  const left = new Promise<void>((resolve) => {
    hub.hub.onClients(() => {
      counts.push(hub.hub.clients());
      resolve();
    });
  });
  alice.socket.close();
  await left;
  expect(counts).toEqual([1]);
  expect(hub.hub.topics().size).toBe(0);
});

test('a full hub says so, and a bad frame from who was turned away does not end it', async () => {
  while (hub.hub.clients() < 2_048) hub.hub.accept(silentSocket());
  const mallory = new WebSocket(hub.url);
  await once(mallory, 'open');
  mallory.send('x'.repeat(64 * 1024 + 1));
  expect(await once(mallory, 'close').then(([code]) => code as number)).toBe(1013);
  await bob.subscribe('kelp');
  alice.publish('kelp', 'goes on');
  expect(await bob.take(1)).toEqual(['goes on']);
  const turnedAway = silentSocket();
  hub.hub.accept(turnedAway);
  expect(() => turnedAway.emit('error', new Error('a bad frame'))).not.toThrow();
});

/** A client that neither says nor hears anything. */
const silentSocket = (): WebSocket => {
  const quiet = { close: () => undefined, send: () => undefined, terminate: () => undefined, bufferedAmount: 0 };
  return Object.assign(new EventEmitter(), quiet) as unknown as WebSocket;
};

test('a taken port is refused in plain words', async () => {
  await expect(listenHub(hub.hub, { port: hub.port, host: '127.0.0.1' })).rejects.toThrow(
    `Port ${hub.port} is taken by another program.`,
  );
});

test('a browser that comes by sees that this is a hub, and nothing else', async () => {
  const answer = await fetch(hub.url.replace('ws:', 'http:'));
  expect(await answer.text()).toContain('This is a Holdfast hub');
});

const refusal = (url: string, origin?: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, origin === undefined ? {} : { origin });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('open', () => reject(new Error('was let in')));
    socket.on('error', () => undefined); // comes with every refusal
  });

test('the own door opens only for the right path and the right origin', async () => {
  const door = await serveOwnHub(hub.hub, 'secret-token', 'app://holdfast');
  const app = await joinHub(door.url, { origin: 'app://holdfast' });
  await app.subscribe('kelp');
  alice.publish('kelp', 'through the own door');
  expect(await app.take(1)).toEqual(['through the own door']);
  expect(await refusal(door.url, 'https://mallory.example')).toBe(403);
  expect(await refusal(door.url)).toBe(403);
  expect(await refusal(door.url.replace('secret-token', 'guess'), 'app://holdfast')).toBe(403);
  expect(await refusal(`${door.url}/`, 'app://holdfast')).toBe(403);
  expect((await fetch(door.url.replace('ws:', 'http:'))).status).toBe(404);
  await door.close();
});
