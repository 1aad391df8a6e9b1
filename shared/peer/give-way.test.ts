/** Who was removed, or never came in, and knows something that nobody else goes by: they are told, and do not wait for ever. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { DeviceId } from '../base/ids.ts';
import { eventsOf, found, join, linkDevice, membersSeenBy, type Place, say } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let kelp: Place;
beforeEach(async () => {
  world = await createSimWorld(37);
  alice = await world.person('alice');
  bob = await world.person('bob');
  kelp = await found(alice);
  await join(world, bob, kelp);
});
afterEach(() => world.dispose());

const TEN_YEARS = 10 * 365 * 24 * 60 * 60_000;

const isBefore = (a = '', b = ''): number => (a < b ? -1 : 1);
const stateOf = async (person: SimPerson): Promise<string | undefined> =>
  (await person.queries.communities()).find(({ id }) => id === kelp.community)?.state;
const deviceOf = async (person: SimPerson): Promise<DeviceId> => {
  const own = (await person.peer.devices()).find(({ isThis }) => isThis);
  if (own === undefined) throw new Error(`${person.name} is nobody`);
  return own.device;
};
const inviteBy = async (person: SimPerson): Promise<Place> => {
  const made = await person.peer.createInvite({ community: kelp.community });
  if (!made.ok) throw new Error(made.message);
  return { ...kelp, invite: made.value };
};
const removeDevice = async (by: SimPerson, device: DeviceId): Promise<void> =>
  expect(await by.peer.govern({ community: kelp.community, act: { kind: 'remove-device', device } })).toMatchObject({
    ok: true,
  });
const partFrom = (...alone: string[]): void => world.network.divide((name) => (alone.includes(name) ? 1 : 0));
const heal = async (): Promise<void> => {
  world.network.divide(() => 0);
  for (let i = 0; i < 10; i += 1) {
    world.network.meetAll();
    await world.quiet(3_000);
  }
};

/** A copy of alice’s profile takes a new key and removes the old one; alice, alone, signs something with the old one. */
const outrunAlice = async (): Promise<SimPerson> => {
  const copy = await alice.copyTo('copy');
  partFrom('alice');
  copy.setSkew(TEN_YEARS);
  await say(copy, kelp, 'from the future');
  copy.setSkew(0);
  await say(copy, kelp, 'back again');
  await inviteBy(alice);
  await heal();
  return copy;
};

test('[DV-9] alice was alone while a copy of her profile took a new key: she finds her device removed, and stays it over a restart', async () => {
  const copy = await outrunAlice();
  expect(await stateOf(alice)).toBe('removed');
  expect(eventsOf(alice, 'removed')).toHaveLength(1);
  expect(await stateOf(copy)).toBe('joined');
  expect(await membersSeenBy(bob, kelp)).toEqual([
    ['alice', 1],
    ['bob', 1],
  ]);
  const restarted = await alice.restart();
  await heal();
  expect(await stateOf(restarted)).toBe('removed');
  expect(eventsOf(restarted, 'removed')).toHaveLength(0);
});

test('[SG-7] alice bans everybody else while a copy of her profile takes a new key: alone as she is she calls, and finds her device removed', async () => {
  const copy = await alice.copyTo('copy');
  partFrom('alice');
  copy.setSkew(TEN_YEARS);
  await say(copy, kelp, 'from the future');
  copy.setSkew(0);
  await say(copy, kelp, 'back again');
  const other = (await alice.queries.members(kelp.community)).find(({ name }) => name === 'bob');
  if (other === undefined) throw new Error('bob is not there');
  const ban = { kind: 'ban' as const, member: other.id };
  expect(await alice.peer.govern({ community: kelp.community, act: ban })).toMatchObject({ ok: true });
  expect(await membersSeenBy(alice, kelp)).toEqual([['alice', 1]]);
  // until the others, who are together, have stopped calling
  await world.quiet(60_000);
  world.network.divide(() => 0);
  await world.quiet(60_000);
  expect(await stateOf(alice)).toBe('removed');
  expect(await membersSeenBy(bob, kelp)).toEqual(await membersSeenBy(copy, kelp));
});

test('what she signed apart does not come back with an invite: it would put out the key that took its place', async () => {
  const copy = await outrunAlice();
  const { invite } = await inviteBy(copy);
  expect(await alice.peer.join({ invite, memberName: 'alice' })).toMatchObject({ error: 'already-member' });
  await say(copy, kelp, 'we go on');
  await heal();
  expect(await stateOf(copy)).toBe('joined');
  expect(await bob.texts(kelp.community, kelp.channel)).toContain('we go on');
});

test.each(['bob', 'laptop'])(
  'two devices of bob remove each other, %s while it is alone: one is left, and all say the same of it',
  async (alone) => {
    const laptop = await world.person('laptop');
    await linkDevice(world, { old: bob, fresh: laptop });
    const [first, second] = [await deviceOf(bob), await deviceOf(laptop)];
    partFrom(alone);
    await removeDevice(bob, second);
    await removeDevice(laptop, first);
    await heal();
    expect([await stateOf(bob), await stateOf(laptop)].toSorted(isBefore)).toEqual(['joined', 'removed']);
    const left = (await stateOf(bob)) === 'joined' ? first : second;
    const own = (await alice.queries.members(kelp.community)).find(({ name }) => name === 'bob');
    expect(own?.devices).toEqual([left]);
  },
);

test('[SY-11] carol came with an invite of a key that was forked: she is told that she is not in, and comes in with another', async () => {
  const carol = await world.person('carol');
  const copy = await alice.copyTo('copy');
  partFrom('copy', 'carol');
  await join(world, carol, await inviteBy(copy));
  await inviteBy(alice);
  copy.transport.setOffline(true);
  await world.quiet(3_000);
  // what the copy signed is heard of before carol comes
  world.network.divide((name) => (name === 'carol' ? 1 : 0));
  copy.transport.setOffline(false);
  world.network.meetAll();
  await world.quiet(20_000);
  expect(await stateOf(carol)).toBe('joined');
  await heal();
  expect(await membersSeenBy(bob, kelp)).not.toContainEqual(['carol', 1]);
  expect(await stateOf(carol)).toBe('removed');
  await join(world, carol, await inviteBy((await stateOf(alice)) === 'joined' ? alice : copy));
  expect(await membersSeenBy(bob, kelp)).toContainEqual(['carol', 1]);
});

test.each(['together', 'alone'])(
  '[SY-11] bob’s laptop removes itself, %s: everybody hears of it, and nobody goes on counting it',
  async (how) => {
    const laptop = await world.person('laptop');
    await linkDevice(world, { old: bob, fresh: laptop });
    if (how === 'alone') partFrom('laptop');
    await removeDevice(laptop, await deviceOf(laptop));
    await heal();
    expect(await stateOf(laptop)).toBe('removed');
    for (const person of [alice, bob]) expect(await membersSeenBy(person, kelp)).toContainEqual(['bob', 1]);
  },
);

test('[SY-12] bob’s laptop lets his tablet in, and he has removed it meanwhile: the tablet hears that it is not in, and comes in with another invite', async () => {
  const laptop = await world.person('laptop');
  const tablet = await world.person('tablet');
  await linkDevice(world, { old: bob, fresh: laptop });
  await tablet.peer.restoreFromPhrase(await bob.peer.recoveryPhrase());
  partFrom('laptop', 'tablet');
  await removeDevice(bob, await deviceOf(laptop));
  await join(world, tablet, await inviteBy(laptop));
  expect(await stateOf(tablet)).toBe('joined');
  await heal();
  for (const person of [alice, tablet]) expect(await membersSeenBy(person, kelp)).toContainEqual(['bob', 1]);
  expect(await stateOf(tablet)).toBe('joining');
  await join(world, tablet, await inviteBy(alice));
  expect(await stateOf(tablet)).toBe('joined');
  for (const person of [alice, tablet]) expect(await membersSeenBy(person, kelp)).toContainEqual(['bob', 2]);
});
