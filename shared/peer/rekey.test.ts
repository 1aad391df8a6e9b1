import { afterEach, beforeEach, expect, test } from 'vitest';

import type { DeviceId } from '../base/ids.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { eventsOf, found, join, linkDevice, membersSeenBy, type Place, say } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let carol: SimPerson;
let kelp: Place;
beforeEach(async () => {
  world = await createSimWorld(23);
  alice = await world.person('alice');
  bob = await world.person('bob');
  carol = await world.person('carol');
  kelp = await found(alice);
  await join(world, bob, kelp);
  await join(world, carol, kelp);
});
afterEach(() => world.dispose());

const TEN_YEARS = 10 * 365 * 24 * 60 * 60_000;
/** More than a segment. */
const EIGHT_DAYS = 8 * 24 * 60 * 60_000;
const REKEY = 32;

const textsOf = (person: SimPerson): Promise<string[]> => person.texts(kelp.community, kelp.channel);
const deviceOf = async (person: SimPerson): Promise<DeviceId | undefined> =>
  (await person.peer.devices()).find(({ isThis }) => isThis)?.device;

/** Bob copies his profile and goes on with both, apart: each says something under one number. */
const forkBob = async (): Promise<SimPerson> => {
  await say(bob, kelp, 'before the copy');
  await world.quiet();
  const copy = await bob.copyTo('copy');
  world.network.divide((name) => (name === 'copy' || name === 'carol' ? 1 : 0));
  await say(bob, kelp, 'forked here');
  await say(copy, kelp, 'forked there');
  await world.quiet();
  return copy;
};

/** The halves meet: whoever sees both records that bob signed under one number proves it to all. */
const heal = async (): Promise<void> => {
  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(20_000);
};

test('[DV-7] [DV-9] bob copied his profile: the copies fork it, one or both take new keys, and the chat goes on under one name', async () => {
  const before = await deviceOf(bob);
  const copy = await forkBob();
  await heal();
  const rekeyed = [bob, copy].filter((each) => eventsOf(each, 'device-rekeyed').some(({ state }) => state === 'done'));
  expect(rekeyed.length).toBeGreaterThan(0);
  const devices = await Promise.all(rekeyed.map(deviceOf));
  expect(new Set([before, ...devices]).size).toBe(rekeyed.length + 1);
  for (const [i, each] of rekeyed.entries()) await say(each, kelp, `bob goes on ${i}`);
  await world.quiet();
  const said = await alice.messages(kelp.community, kelp.channel);
  const unforked = said.filter(({ text }) => !text.startsWith('forked'));
  expect(unforked.map(({ text }) => text).toSorted()).toEqual([
    'before the copy',
    ...rekeyed.map((_, i) => `bob goes on ${i}`),
  ]);
  expect(new Set(said.map(({ author }) => author)).size).toBe(1);
  expect(await membersSeenBy(alice, kelp)).toContainEqual(['bob', rekeyed.length]);
  const own = (await alice.queries.members(kelp.community)).find(({ name }) => name === 'bob');
  expect(own?.devices).not.toContain(before);
});

test('bob’s new key holds over a restart, and so does what he wrote before', async () => {
  const copy = await forkBob();
  copy.transport.setOffline(true);
  await heal();
  const key = await deviceOf(bob);
  expect(eventsOf(bob, 'device-rekeyed').map(({ state, reason }) => [state, reason])).toEqual([
    ['waits', 'forked'],
    ['done', 'forked'],
  ]);
  const restarted = await bob.restart();
  await world.quiet();
  expect(await deviceOf(restarted)).toBe(key);
  await say(restarted, kelp, 'after it');
  await world.quiet();
  for (const person of [alice, carol, restarted]) {
    const texts = await textsOf(person);
    expect(texts.filter((text) => !text.startsWith('forked'))).toEqual(['before the copy', 'after it']);
  }
  expect(await textsOf(restarted)).not.toContain('forked here');
});

test('[LN-10] the copies of bob parted in one week and wrote on in the next: those who have either drop nobody, and prove the fork', async () => {
  await say(bob, kelp, 'before the copy');
  await world.quiet();
  const copy = await bob.copyTo('copy');
  world.network.divide((name) => (name === 'copy' || name === 'carol' ? 1 : 0));
  await say(copy, kelp, 'forked there');
  for (const each of [bob, copy]) each.setSkew(EIGHT_DAYS);
  for (const count of [1, 2, 3]) await say(bob, kelp, `forked here ${count}`);
  for (const count of [1, 2, 3, 4]) await say(copy, kelp, `forked there ${count}`);
  await world.quiet();
  for (const each of [bob, copy]) each.transport.setOffline(true);
  await heal();
  for (const person of [alice, carol]) expect(await textsOf(person)).toEqual(['before the copy']);
  await say(alice, kelp, 'do you hear me?');
  await world.quiet();
  expect(await textsOf(carol)).toContain('do you hear me?');
});

test('[LN-12] a fork of bob is proven, and his new key is not here yet: what he writes is refused, not saved for nobody', async () => {
  const copy = await forkBob();
  copy.transport.setOffline(true);
  world.network.intercept((frame) => (frame[0] === REKEY ? undefined : frame));
  await heal();
  expect(await textsOf(bob)).not.toContain('forked here');
  const post = () => bob.peer.post({ community: kelp.community, channel: kelp.channel, text: 'for everybody' });
  expect(await post()).toMatchObject({ ok: false, error: 'waiting-for-key' });
  world.network.intercept((frame) => frame);
  await world.quiet(20_000);
  expect(await post()).toMatchObject({ ok: true });
  await world.quiet();
  for (const person of [alice, bob, carol]) expect(await textsOf(person)).toContain('for everybody');
});

test('[DV-7] a clock ten years ahead: bob’s messages say so to others, and once it is right his device goes on in the present', async () => {
  const before = await deviceOf(bob);
  bob.setSkew(TEN_YEARS);
  await say(bob, kelp, 'from the future');
  await world.quiet();
  bob.setSkew(0);
  await say(bob, kelp, 'back again');
  await world.quiet();
  const now = world.clock.now();
  const said = await alice.messages(kelp.community, kelp.channel);
  const times = said.map(({ text, sentAt }) => [text, sentAt > now + TEN_YEARS / 2 ? 'the future' : 'now']);
  expect(times).toEqual([
    ['back again', 'now'],
    ['from the future', 'the future'],
  ]);
  expect(await deviceOf(bob)).not.toBe(before);
  expect(eventsOf(bob, 'device-rekeyed').at(-1)).toMatchObject({ state: 'done', reason: 'clock-ahead' });
  expect(await membersSeenBy(alice, kelp)).toContainEqual(['bob', 1]);
  await say(alice, kelp, 'alice’s own clock was never drawn along');
  expect((await alice.messages(kelp.community, kelp.channel)).map(({ text }) => text).at(-1)).toBe('from the future');
});

test('[DV-8] a lone founder whose clock was ahead brings his new key in himself', async () => {
  const dave = await world.person('dave');
  const cave = await found(dave, 'Cave');
  dave.setSkew(TEN_YEARS);
  await say(dave, cave, 'from the future');
  dave.setSkew(0);
  await say(dave, cave, 'back again');
  const restarted = await dave.restart();
  await say(restarted, cave, 'and again');
  expect(await restarted.texts(cave.community, cave.channel)).toEqual(['back again', 'and again', 'from the future']);
  expect(await restarted.peer.devices()).toHaveLength(1);
  await join(world, bob, { ...cave, invite: await freshInvite(restarted, cave) });
  expect(await bob.texts(cave.community, cave.channel)).toEqual(['back again', 'and again', 'from the future']);
});

const freshInvite = async (person: SimPerson, { community }: Place): Promise<string> => {
  const made = await person.peer.createInvite({ community });
  if (!made.ok) throw new Error(made.message);
  return made.value;
};

test('a lone founder whose key was forked does not go on making keys that have no effect', async () => {
  await carol.peer.govern({ community: kelp.community, act: { kind: 'leave' } });
  await world.quiet();
  const copy = await alice.copyTo('copy');
  world.network.divide((name) => (name === 'copy' ? 1 : 0));
  for (const each of [alice, copy]) await each.peer.createInvite({ community: kelp.community });
  await world.quiet();
  await bob.peer.govern({ community: kelp.community, act: { kind: 'leave' } });
  await world.quiet();
  // from bob the copy hears of the fork, and that he left: the key that he has must not stay, but nobody can make a new one
  world.network.divide((name) => (name === 'alice' ? 1 : 0));
  world.network.meetAll();
  await world.quiet(20_000);
  expect((await membersSeenBy(copy, kelp)).map(([name]) => name)).toEqual(['alice']);
  const audit = await copy.peer.audit(kelp.community);
  await world.quiet(60_000);
  expect(await copy.peer.audit(kelp.community)).toEqual(audit);
});

test('[DV-8] a request for a key that the member’s root did not certify brings nothing in', async () => {
  const links = (await carol.peer.status()).links.filter(({ id, state }) => id.includes('alice') && state === 'open');
  const sealKey = await deviceOf(carol);
  const device = await deviceOf(bob);
  if (device === undefined) throw new Error('bob is nobody');
  for (const { id } of links) {
    const request = { device, sealKey: sealKey ?? '', certificate: 'A'.repeat(86) };
    carol.transport.send(id, writeLinkMessage({ kind: 'rekey', request }));
  }
  await world.quiet();
  expect(links.length).toBeGreaterThan(0);
  expect(await membersSeenBy(alice, kelp)).toEqual([
    ['alice', 1],
    ['bob', 1],
    ['carol', 1],
  ]);
});

test('bob’s second device reads on while the first takes a new key', async () => {
  const laptop = await world.person('laptop');
  await linkDevice(world, { old: bob, fresh: laptop });
  bob.setSkew(TEN_YEARS);
  await say(bob, kelp, 'from the future');
  bob.setSkew(0);
  await say(bob, kelp, 'back again');
  await say(laptop, kelp, 'and the laptop');
  await world.quiet();
  expect((await textsOf(laptop)).toSorted()).toEqual(['and the laptop', 'back again', 'from the future']);
  expect(await membersSeenBy(alice, kelp)).toContainEqual(['bob', 2]);
});
