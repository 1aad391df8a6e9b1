/** A malicious member cannot block others, make them send without end, or carry a record to where it was not said. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { linkId } from '../base/ids.ts';
import { readLaneFrame } from '../lanes/lane-frame.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';
import type { SimPerson } from '../testing/sim-people.ts';

/** Records: LANE, and runs in brief. */
const RUNS = [21, 47];
const LANES_HAVE = 19;
/** What says what somebody has. */
const TABLES = [LANES_HAVE, 27, 28, 29, 30];
const LANE_WANT = 20;
const BRIEF_WANT = 31;

let cast: HostileWorld;
beforeEach(async () => {
  cast = await createHostileWorld(29);
});
afterEach(() => cast.world.dispose());

const texts = (person: SimPerson): Promise<string[]> => person.texts(cast.place.community, cast.place.channel);

const expectTheyChat = async (): Promise<void> => {
  const { world, alice, bob, post } = cast;
  const before = [await texts(alice), await texts(bob)];
  await post(bob, 'bob goes on');
  await world.quiet();
  await post(alice, 'so does alice');
  await world.quiet();
  const added = ['bob goes on', 'so does alice'];
  expect([await texts(alice), await texts(bob)]).toEqual(before.map((list) => [...list, ...added]));
};

test('[LN-3] replay across community: a record of one has no effect in another, under any name', async () => {
  const { world, crypto, alice, bob, mallory, place } = cast;
  const reef = await cast.found(alice);
  for (const person of [bob, mallory]) await cast.join(person, reef);
  await cast.post(mallory, 'in the reef', reef);
  await world.quiet();
  const before = await alice.messages(reef.community, reef.channel);
  const kelp = readLaneFrame(crypto, place.community, cast.frameOf('mallory'));
  if (!kelp.ok) throw new Error(kelp.message);
  expect(before).toHaveLength(1);
  // as it is: its client number is not of this community
  await cast.attack(alice, [writeLinkMessage({ kind: 'lane', frame: cast.frameOf('mallory') })], reef);
  // dressed up as alice's lane there: it was not signed for it
  const asAlice = (await bob.queries.members(reef.community)).find(({ name }) => name === 'alice')?.devices[0];
  if (asAlice === undefined) throw new Error('alice has a device there');
  const dressed = { ...kelp.value.place, community: reef.community, channel: reef.channel, device: asAlice };
  await cast.attack(bob, [cast.lane({ ...kelp.value, place: dressed })], reef);
  for (const person of [alice, bob]) expect(await cast.linksTo(person, reef)).toEqual([]);
  for (const person of [alice, bob]) expect(await person.messages(reef.community, reef.channel)).toEqual(before);
  await expectTheyChat();
});

/** Two copies of mallory's device say different things under one number, one to alice, one to bob. */
const equivocate = async (): Promise<void> => {
  const { world, alice, bob, mallory, post } = cast;
  bob.transport.setOffline(true);
  const one = await mallory.restart();
  await post(one, 'to alice only');
  await world.quiet();
  one.transport.setOffline(true);
  alice.transport.setOffline(true);
  bob.transport.setOffline(false);
  const other = await mallory.restart();
  await world.quiet();
  await post(other, 'to bob only');
  await world.quiet();
  other.transport.setOffline(true);
  expect([await texts(alice), await texts(bob)]).toEqual([
    ['from alice', 'from bob', 'from mallory', 'to alice only'],
    ['from alice', 'from bob', 'from mallory', 'to bob only'],
  ]);
  alice.transport.setOffline(false);
  await world.quiet(10_000);
};

test('mallory says different things under one number to alice and bob: they stay linked and chat on', async () => {
  await equivocate();
  expect((await cast.alice.peer.status()).communities).toMatchObject([{ connected: 1 }]);
  await expectTheyChat();
});

test('[GO-17] [LN-10] equivocation: after mallory said different things under one number, alice and bob show the same', async () => {
  await equivocate();
  expect(await texts(cast.alice)).toEqual(await texts(cast.bob));
});

/** Carol is let in by mallory, who serves nothing; then comes bob, who has 41 records of alice's. */
const carolMeetsMalloryFirst = async (claimed: number): Promise<SimPerson> => {
  const { world, alice, bob } = cast;
  for (let i = 0; i < 40; i += 1) await cast.post(alice, `message ${i}`);
  await world.quiet();
  const device = cast.deviceOf('alice');
  const held = (await bob.peer.lanes(cast.place.community)).find((lane) => lane.device === device);
  if (held === undefined) throw new Error('bob has alice’s lane');
  for (const person of [alice, bob]) person.transport.setOffline(true);
  await world.quiet();
  const silence =
    (...types: number[]) =>
    (frame: Uint8Array, from: string) =>
      from === 'mallory' && types.includes(frame[0] ?? 0) ? undefined : frame;
  world.network.intercept(silence(...RUNS, ...TABLES));
  const carol = await world.person('carol');
  await cast.join(carol, cast.place);
  if (claimed > 0) {
    world.network.intercept(silence(...RUNS));
    const lanes = [{ device, count: claimed, head: held.head, missing: [] }];
    await cast.attack(carol, [writeLinkMessage({ kind: 'lanes-have', channel: cast.place.channel, lanes })]);
  }
  bob.transport.setOffline(false);
  await world.quiet(60_000);
  return carol;
};

test('[SY-6] a liar who claims one record and serves none cannot keep carol from what bob has', async () => {
  const carol = await carolMeetsMalloryFirst(1);
  expect(await texts(carol)).toContain('message 39');
});

test('one who claims and serves nothing does not keep carol from what bob has', async () => {
  const carol = await carolMeetsMalloryFirst(0);
  expect((await carol.peer.status()).communities).toMatchObject([{ connected: 2 }]);
  expect(await texts(carol)).toContain('message 39');
});

/** @returns the bytes of records that alice sends mallory, who asks for them again and again and never says he has them */
const askAgain = async (times: number): Promise<number> => {
  const { world, alice, mallory, place } = cast;
  await Promise.all(Array.from({ length: 400 }, () => cast.post(alice, 'x'.repeat(4_000))));
  await world.quiet();
  let bytes = 0;
  world.network.intercept((frame, from, to) => {
    if (from === 'alice' && to === 'mallory' && RUNS.includes(frame[0] ?? 0)) bytes += frame.length;
    return from === 'mallory' && frame[0] !== LANE_WANT ? undefined : frame;
  });
  const lanes = [{ device: cast.deviceOf('alice'), from: 0 }];
  const want = writeLinkMessage({ kind: 'lane-want', channel: place.channel, lanes });
  const [link = linkId('none')] = await cast.linksTo(alice);
  for (let i = 0; i < times; i += 1) mallory.transport.send(link, want);
  await world.quiet();
  return bytes;
};
const MIB = 1024 * 1024;

test('[SY-8] who asks once and never acknowledges gets at most what a link may have on its way', async () => {
  const bytes = await askAgain(1);
  expect(bytes).toBeGreaterThan(MIB / 2);
  expect(bytes).toBeLessThan(MIB + 65_536);
});

test('[SY-8] who asks for the same twenty times over gets no more than twice what a link may have on its way', async () => {
  expect(await askAgain(20)).toBeLessThan(2 * MIB + 2 * 65_536);
});

test('[SY-11] bob cannot save the ban of mallory yet: he sends him no more, and asks him for nothing, from when he knows of it', async () => {
  const { world, alice, bob, mallory, place } = cast;
  await Promise.all(Array.from({ length: 400 }, () => cast.post(alice, 'x'.repeat(4_000))));
  await world.quiet();
  let told: number[] = [];
  world.network.intercept((frame, from, to) => {
    if (from === 'bob' && to === 'mallory') told.push(frame[0] ?? 0);
    const isHeard = from === 'mallory' ? frame[0] === LANE_WANT : to !== 'mallory' || from === 'bob';
    return isHeard ? frame : undefined;
  });
  const device = cast.deviceOf('alice');
  const want = writeLinkMessage({ kind: 'lane-want', channel: place.channel, lanes: [{ device, from: 0 }] });
  await cast.attack(bob, [want]);
  expect(told.some((type) => RUNS.includes(type))).toBe(true);
  const member = (await alice.queries.members(place.community)).find(({ name }) => name === 'mallory')?.id;
  if (member === undefined) throw new Error('mallory is a member');
  bob.setDiskFull(true);
  await alice.peer.govern({ community: place.community, act: { kind: 'ban', member, reason: '' } });
  await world.quiet(0);
  told = [];
  world.network.intercept((frame, from, to) => {
    if (from === 'bob' && to === 'mallory') told.push(frame[0] ?? 0);
    return frame;
  });
  const [own] = (await mallory.peer.lanes(place.community)).filter((lane) => lane.device === device);
  if (own === undefined) throw new Error('mallory has alice’s lane');
  const lanes = [100, 10_000].map((count) => ({ device, count, head: own.head, missing: [] }));
  for (const lane of lanes) {
    const have = writeLinkMessage({ kind: 'lanes-have', channel: place.channel, lanes: [lane] });
    await cast.attack(bob, [have]);
  }
  expect(told.filter((type) => [...RUNS, ...TABLES, LANE_WANT, BRIEF_WANT].includes(type))).toEqual([]);
});
