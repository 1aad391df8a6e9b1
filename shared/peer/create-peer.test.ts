import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId, CommunityId } from '../base/ids.ts';
import { isRunFrame } from '../testing/run-frames.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
beforeEach(async () => {
  world = await createSimWorld(7);
});
afterEach(() => world.dispose());

type Place = { community: CommunityId; channel: ChannelId; invite: string };

const found = async (alice: SimPerson): Promise<Place> => {
  const made = await alice.peer.createCommunity({ name: 'Kelp', memberName: 'alice' });
  if (!made.ok) throw new Error(made.message);
  return made.value;
};

const join = async (person: SimPerson, { invite }: Place): Promise<void> => {
  const joined = person.peer.join({ invite, memberName: person.name });
  await world.quiet();
  expect(await joined).toMatchObject({ ok: true });
};

const post = async (person: SimPerson, { community, channel }: Place, text: string): Promise<void> => {
  expect(await person.peer.post({ community, channel, text })).toMatchObject({ ok: true });
};

test('alice founds a community, bob joins by her link, and each reads the other', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const place = await found(alice);
  await post(alice, place, 'before bob came');
  await join(bob, place);
  await post(bob, place, 'hello from bob');
  await world.quiet();
  await post(alice, place, 'hello from alice');
  await world.quiet();
  const expected = ['before bob came', 'hello from bob', 'hello from alice'];
  expect(await alice.texts(place.community, place.channel)).toEqual(expected);
  expect(await bob.texts(place.community, place.channel)).toEqual(expected);
  const members = await bob.queries.members(place.community);
  expect(members.map(({ name, role }) => [name, role])).toEqual([
    ['alice', 'owner'],
    ['bob', 'member'],
  ]);
});

test('[SY-3] alice learns that bob has her message', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const place = await found(alice);
  await join(bob, place);
  await post(alice, place, 'do you have it?');
  await world.quiet();
  const [receipt] = await alice.queries.receipts(place.community, place.channel);
  const [message] = await alice.messages(place.community, place.channel);
  expect(receipt?.upTo[message?.device ?? ('' as never)]).toBe(1);
  const status = await alice.peer.status();
  expect(status.communities).toMatchObject([{ connected: 1, others: 1, missing: 0 }]);
});

test('bob sleeps through 50 messages, both restart, and everything is there once', async () => {
  let alice = await world.person('alice');
  let bob = await world.person('bob');
  const place = await found(alice);
  await join(bob, place);
  bob.transport.setOffline(true);
  await world.quiet();
  for (let i = 0; i < 50; i += 1) await post(alice, place, `message ${i}`);
  alice = await alice.restart();
  bob = await bob.restart();
  await world.quiet();
  const expected = Array.from({ length: 50 }, (_, i) => `message ${i}`);
  expect(await alice.texts(place.community, place.channel)).toEqual(expected);
  expect(await bob.texts(place.community, place.channel)).toEqual(expected);
});

test('carol gets alice’s messages from bob while alice is away', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const place = await found(alice);
  await join(bob, place);
  await post(alice, place, 'from alice');
  await world.quiet();
  alice.transport.setOffline(true);
  await post(bob, place, 'from bob');
  const carol = await world.person('carol');
  await join(carol, place);
  await world.quiet();
  expect(await carol.texts(place.community, place.channel)).toEqual(['from alice', 'from bob']);
});

test('a newcomer to 20,000 messages gets all of them, in order', { timeout: 120_000 }, async () => {
  const alice = await world.person('alice');
  const place = await found(alice);
  const posts = [];
  for (let i = 0; i < 20_000; i += 1) posts.push(alice.peer.post({ ...place, text: `message ${i}` }));
  await Promise.all(posts);
  const bob = await world.person('bob');
  await join(bob, place);
  await world.quiet(5_000);
  const texts = await bob.texts(place.community, place.channel);
  expect(texts).toEqual(Array.from({ length: 20_000 }, (_, i) => `message ${i}`));
});

test('[SY-5] messages in three peers of a full mesh are sent once for each delivery', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const carol = await world.person('carol');
  const place = await found(alice);
  await join(bob, place);
  await join(carol, place);
  await world.quiet();
  const laneFrames: string[] = [];
  world.network.intercept((frame, from, to) => {
    if (isRunFrame(frame)) laneFrames.push(`${from}>${to}`);
    return frame;
  });
  await post(alice, place, 'once each');
  await world.quiet();
  expect(laneFrames.sort()).toEqual(['alice>bob', 'alice>carol']);
});

test('[JO-5] a joiner whose invite is not known is refused and told so', async () => {
  const alice = await world.person('alice');
  const mallory = await world.person('mallory');
  const place = await found(alice);
  const other = await found(mallory);
  expect(await mallory.peer.join({ invite: other.invite, memberName: 'mallory' })).toMatchObject({
    error: 'already-member',
  });
  expect(await mallory.peer.join({ invite: `${place.invite}x`, memberName: 'mallory' })).toMatchObject({
    error: 'bad-invite',
  });
  const joining = mallory.peer.join({ invite: place.invite, memberName: 'mallory' });
  alice.transport.setOffline(true);
  await world.quiet(31_000);
  expect(await joining).toMatchObject({ error: 'nobody-answered' });
});

test('[HS-9] nothing about the community passes before the handshake is over', async () => {
  const alice = await world.person('alice');
  const bob = await world.person('bob');
  const place = await found(alice);
  const early: number[] = [];
  world.network.intercept((frame) => {
    early.push(frame[0] ?? 0);
    return frame[0] === 3 ? undefined : frame;
  });
  const joining = bob.peer.join({ invite: place.invite, memberName: 'bob' });
  await world.quiet(31_000);
  expect(await joining).toMatchObject({ error: 'nobody-answered' });
  expect(new Set(early)).toEqual(new Set([1, 2, 3]));
});

test('every timer stops when a peer is disposed', async () => {
  const alice = await world.person('alice');
  await found(alice);
  await world.dispose();
  expect(world.clock.pending()).toBe(0);
});
