/** Hubs that reach each other over carriers: alice at one, bob at another, carol at a third. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';

import type { CarrierHealth } from '../../shared/model/status.ts';
import { type Hub } from './hub.ts';
import { type HubCarrier, openHubCarrier } from './hub-carrier.ts';
import { type HubPerson, joinHub, type ListeningHub, startHub, whenTopics } from './testing/hub-person.ts';
import { eventually } from '../../shared/testing/eventually.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  vi.restoreAllMocks();
});

const hubHere = async (port = 0): Promise<ListeningHub> => {
  const hub = await startHub(port);
  open.push(hub.close);
  return hub;
};

type Watched = HubCarrier & { become: (state: CarrierHealth['state']) => Promise<CarrierHealth> };

/** A carrier, and the means to wait for what becomes of it. */
const carry = (
  from: Hub,
  url: string,
  told = (_state: CarrierHealth['state']): unknown => undefined,
  how = { isTold: false },
): Watched => {
  let changed = (): void => undefined;
  const look = (): void => {
    told(carrier.health().state);
    changed();
  };
  const carrier = openHubCarrier(from, url, look, how);
  open.push(() => carrier.close());
  return {
    ...carrier,
    become: async (state) => {
      while (carrier.health().state !== state) {
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
      return carrier.health();
    },
  };
};

const visit = async (hub: ListeningHub): Promise<HubPerson> => {
  const person = await joinHub(hub.url);
  open.push(() => person.socket.terminate());
  return person;
};

const wants = (topic: string) => (topics: ReadonlyMap<string, number>) => topics.has(topic);
const wantsNothing = (topics: ReadonlyMap<string, number>): boolean => topics.size === 0;

/** Counts what a hub is sent, to see what goes round. */
const countFrames = async (): Promise<{ url: string; frames: string[]; next: () => Promise<void> }> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const frames: string[] = [];
  let arrived = (): void => undefined;
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      frames.push(data.toString('utf8'));
      arrived();
    }),
  );
  open.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, frames, next };
};

test('alice at one hub and bob at another hear each other, whoever pointed at whom', async () => {
  const [here, there] = await Promise.all([hubHere(), hubHere()]);
  await carry(here.hub, there.url).become('up');
  const [alice, bob] = await Promise.all([visit(here), visit(there)]);
  await Promise.all([alice.subscribe('kelp'), bob.subscribe('kelp'), whenTopics(there.hub, wants('kelp'))]);
  alice.publish('kelp', 'from alice');
  expect(await bob.take(1)).toEqual(['from alice']);
  bob.publish('kelp', 'from bob');
  expect(await alice.take(1)).toEqual(['from bob']);
});

test('over a chain of three hubs a frame arrives too, both ways', async () => {
  const [first, middle, last] = await Promise.all([hubHere(), hubHere(), hubHere()]);
  await Promise.all([carry(first.hub, middle.url).become('up'), carry(middle.hub, last.url).become('up')]);
  const [alice, carol] = await Promise.all([visit(first), visit(last)]);
  await Promise.all([alice.subscribe('kelp'), carol.subscribe('kelp')]);
  await whenTopics(last.hub, (topics) => topics.get('kelp') === 0);
  await whenTopics(middle.hub, wants('kelp'));
  alice.publish('kelp', 'from alice');
  expect(await carol.take(1)).toEqual(['from alice']);
  carol.publish('kelp', 'from carol');
  expect(await alice.take(1)).toEqual(['from carol']);
});

/** Alice, bob and carol at hubs that form a ring; a ring of two is two hubs that point at each other. */
const makeRing = async (size: number): Promise<{ hubs: ListeningHub[]; people: HubPerson[] }> => {
  const hubs = await Promise.all(Array.from({ length: size }, () => hubHere()));
  await Promise.all(hubs.map((hub, i) => carry(hub.hub, hubs[(i + 1) % size]?.url ?? '').become('up')));
  const people = await Promise.all(hubs.map(visit));
  return { hubs, people };
};

test.each([2, 3])('in a ring of %i hubs everybody hears a frame once', async (size) => {
  const { people } = await makeRing(size);
  await Promise.all(people.map((person) => person.subscribe('kelp')));
  for (const [i, person] of people.entries()) person.publish('kelp', `from ${i}`);
  const expected = people.map((_, i) => `from ${i}`);
  const heard = await Promise.all(people.map((person) => person.take(size - 1)));
  for (const [i, frames] of heard.entries()) {
    expect(frames.toSorted()).toEqual(expected.filter((frame) => frame !== `from ${i}`));
  }
  // whatever still went round would be there before the answers to a second round
  for (const [i, person] of people.entries()) person.publish('kelp', `again ${i}`);
  for (const person of people) expect(await person.take(size - 1)).toHaveLength(size - 1);
  await Promise.all(people.map((person) => person.settled()));
  expect(people.flatMap((person) => person.heard)).toEqual([]);
});

test.each([2, 3])('in a ring of %i hubs a topic is forgotten when the last app leaves it', async (size) => {
  const { hubs, people } = await makeRing(size);
  await people[0]?.subscribe('kelp');
  await Promise.all(hubs.map((hub) => whenTopics(hub.hub, wants('kelp'))));
  people[0]?.say({ type: 'unsubscribe', topics: ['kelp'] });
  await Promise.all(hubs.map((hub) => whenTopics(hub.hub, wantsNothing)));
  expect(hubs.flatMap(({ hub }) => [...hub.topics().keys()])).toEqual([]);
});

/** Alice, bob, carol and more, at hubs of one network: linked to all others, but for those who are apart. */
const makeNetwork = async (size: number, isApart: (one: number, other: number) => boolean) => {
  const hubs = await Promise.all(Array.from({ length: size }, () => hubHere()));
  const people = await Promise.all(hubs.map(visit));
  for (const [i, to] of hubs.entries()) {
    for (const [k, from] of hubs.slice(0, i).entries()) {
      if (isApart(k, i)) continue;
      await carry(from.hub, `${to.url}/?from=${from.hub.id}`, undefined, { isTold: true }).become('up');
    }
  }
  for (const person of people) await person.subscribe('kelp');
  for (const [i, { hub }] of hubs.entries()) {
    const callers = hubs.slice(0, i).filter((_, k) => !isApart(k, i)).length;
    await eventually(() => expect(hub.stats().subscriptions).toBe(1 + callers));
  }
  return { hubs, people };
};

/** Frames that came to these hubs, again or for the first time. */
const arrivals = (hubs: readonly ListeningHub[]): number =>
  hubs.map(({ hub }) => hub.stats().frames).reduce((sum, { passed, repeated }) => sum + passed + repeated, 0);

const allHear = async ([speaker, ...others]: readonly HubPerson[], frame: string): Promise<void> => {
  speaker?.publish('kelp', frame);
  for (const person of others) expect(await person.take(1)).toEqual([frame]);
};

test('[HB-13] in a network where all hubs are linked, and all are at a server, a frame comes to each of them twice', async () => {
  const { hubs, people } = await makeNetwork(8, () => false);
  const server = await hubHere();
  for (const { hub } of hubs) await carry(hub, server.url).become('up');
  await eventually(() => expect(server.hub.stats().subscriptions).toBe(8));
  await allHear(people, 'all here?');
  await allHear(people.toReversed(), 'yes');
  const all = [server, ...hubs];
  await eventually(() => expect(arrivals(all)).toBeGreaterThanOrEqual(32));
  const before = arrivals(all);
  await allHear(people, 'one');
  await allHear(people.toReversed(), 'two');
  // each: to the own hub, from there to seven others and the server, from there to seven once more
  await eventually(() => expect(arrivals(all) - before).toBe(32));
});

test('[HB-13] those who do not see each other hear each other through who sees both; who leaves is counted on no more', async () => {
  const { hubs, people } = await makeNetwork(4, (one, other) => one === 0 && other === 3);
  await allHear(people, 'from alice');
  await allHear(people.toReversed(), 'from dave');
  await hubs[1]?.close();
  const [alice, , carol, dave] = people as [HubPerson, HubPerson, HubPerson, HubPerson];
  await allHear([alice, carol, dave], 'bob is gone');
  await allHear([dave, carol, alice], 'and is still');
  expect([alice, carol, dave].flatMap(({ heard }) => heard)).toEqual([]);
});

test('[HB-13] mallory, who says she is linked to everybody, keeps nothing from anybody but what she says herself', async () => {
  const { hubs, people } = await makeNetwork(2, () => false);
  const [here] = hubs as [ListeningHub, ListeningHub];
  const mallory = await joinHub(`${here.url}/?from=${'ab'.repeat(8)}`);
  open.push(() => mallory.socket.terminate());
  mallory.say({ type: 'linked', hubs: hubs.map(({ hub }) => hub.id) });
  await mallory.settled();
  await allHear(people, 'from alice');
  await allHear(people.toReversed(), 'from bob');
  for (const hubIds of [['no'], [7], Array.from({ length: 257 }, () => 'ab'.repeat(8))]) {
    const other = await joinHub(`${here.url}/?from=${'cd'.repeat(8)}`);
    other.say({ type: 'linked', hubs: hubIds });
    expect(await other.closed).toBe(1008);
  }
});

test('a hub asks another for what is wanted here, and for nothing else', async () => {
  const [here, there] = await Promise.all([hubHere(), hubHere()]);
  await carry(here.hub, there.url).become('up');
  const [alice, bob] = await Promise.all([visit(here), visit(there)]);
  await alice.subscribe('kelp');
  await whenTopics(there.hub, wants('kelp'));
  expect([...there.hub.topics().keys()]).toEqual(['kelp']);
  let carried: string[] = [];
  alice.socket.on('message', (data: Buffer) => {
    carried = [...carried, data.toString('utf8')];
  });
  bob.publish('sharks', 'nobody there wants this');
  bob.publish('kelp', 'wanted');
  expect(await alice.take(1)).toEqual(['wanted']);
  expect(carried.filter((frame) => frame.includes('sharks'))).toEqual([]);
});

test('more topics than fit in one message are all asked for, and the other hub does not hang up', async () => {
  const [here, there] = await Promise.all([hubHere(), hubHere()]);
  const names = Array.from({ length: 400 }, (_, i) => `topic ${i} ${'x'.repeat(100)}`);
  const alice = await visit(here);
  await alice.subscribe(...names.slice(0, 200));
  await alice.subscribe(...names.slice(200));
  const carrier = carry(here.hub, there.url);
  await whenTopics(there.hub, (topics) => topics.size === 400);
  expect(carrier.health().state).toBe('up');
});

test('what a broken hub sends is left out; the carrier goes on', async () => {
  const here = await hubHere();
  const alice = await visit(here);
  await alice.subscribe('kelp');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  open.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const connected = once(server, 'connection');
  const carrier = carry(here.hub, `ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = (await connected) as [{ send: (data: string | Buffer) => void }];
  for (const bad of ['{', 'null', '{"type":"erase"}', Buffer.from([1, 2])]) socket.send(bad);
  socket.send('{"type":"subscribe","topics":["not yours to want"]}');
  socket.send('{"type":"publish","topic":"kelp","data":"after the noise"}');
  expect(await alice.take(1)).toEqual(['after the noise']);
  expect(carrier.health().state).toBe('up');
  expect([...here.hub.topics().keys()]).toEqual(['kelp']);
  socket.send('x'.repeat(64 * 1024 + 1));
  await carrier.become('down');
});

test('[HB-5] a carrier tells when the other hub dies and comes back, and since when', async () => {
  const here = await hubHere();
  const first = await startHub();
  let now = 1_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  const carrier = carry(here.hub, first.url);
  const name = `127.0.0.1:${first.port}`;
  expect(carrier.health()).toEqual({ kind: 'server', name, state: 'connecting', since: 1_000_000, peers: 0 });
  now += 10;
  expect(await carrier.become('up')).toEqual({ kind: 'server', name, state: 'up', since: 1_000_010, peers: 1 });

  const alice = await visit(here);
  await alice.subscribe('kelp');
  now += 10;
  await first.close();
  expect(await carrier.become('down')).toEqual({ kind: 'server', name, state: 'down', since: 1_000_020, peers: 0 });

  now += 10;
  const again = await hubHere(first.port);
  expect(await carrier.become('up')).toEqual({ kind: 'server', name, state: 'up', since: 1_000_030, peers: 1 });
  await whenTopics(again.hub, wants('kelp'));
  const bob = await visit(again);
  bob.publish('kelp', 'after the outage');
  expect(await alice.take(1)).toEqual(['after the outage']);
});

test('a carrier that finds nobody is down since its first try, until somebody is there', async () => {
  const gone = await startHub();
  await gone.close();
  const here = await hubHere();
  const states: string[] = [];
  const carrier = carry(here.hub, gone.url, (state) => states.push(state));
  await carrier.become('down');
  await hubHere(gone.port);
  await carrier.become('up');
  expect(states).toEqual(['down', 'up']);
});

test('a closed carrier leaves the other hub and does not come back', async () => {
  const [here, there] = await Promise.all([hubHere(), hubHere()]);
  const carrier = carry(here.hub, there.url);
  await carrier.become('up');
  const left = new Promise<void>((resolve) => {
    there.hub.onClients(() => there.hub.clients() === 0 && resolve());
  });
  carrier.close();
  await left;
  const alice = await visit(here);
  await alice.subscribe('kelp');
  expect(there.hub.clients()).toBe(0);
});

test('the name of a carrier holds no credentials', async () => {
  const here = await hubHere();
  const counted = await countFrames();
  const carrier = carry(here.hub, counted.url.replace('ws://', 'ws://alice:secret@'));
  expect(carrier.health().name).toBe(new URL(counted.url).host);
  const alice = await visit(here);
  const frame = counted.next();
  await alice.subscribe('kelp');
  await frame;
  expect(counted.frames).toEqual(['{"type":"subscribe","topics":["kelp"],"hops":1}']);
});
