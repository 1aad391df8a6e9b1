/** Alice and Carol have no link with each other; Bob is linked to both and tells on what he hears. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type ChannelId, deviceId } from '../base/ids.ts';
import type { PresenceView } from '../model/presence.ts';
import { type Beat, isOfTyping, readBeatBody, signBeat, writeBeatBody } from '../sync/beat.ts';
import { readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { eventsOf, found, join, type Place } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';
import { orThrow } from '../testing/town-cast.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let carol: SimPerson;
let kelp: Place;
/** Beats as they went over links: from, to, and what. */
let beats: { from: string; to: string; beat: Beat }[];
/** Who asked whom else is there. */
let asked: string[];
let isAliceGone: boolean;
let areApart: boolean;

const apart = (from: string, to: string): boolean => areApart && [from, to].sort().join() === 'alice,carol';

beforeEach(async () => {
  world = await createSimWorld(43);
  [alice, bob, carol] = [await world.person('alice'), await world.person('bob'), await world.person('carol')];
  [beats, asked, isAliceGone, areApart] = [[], [], false, true];
  world.network.intercept((frame, from, to) => {
    const message = readLinkMessage(frame);
    if (message?.kind === 'here' && message.beats.length === 0) asked.push(from);
    if (message?.kind === 'here') beats.push(...message.beats.map((beat) => ({ from, to, beat })));
    const isLost = apart(from, to) || (isAliceGone && [from, to].includes('alice'));
    return isLost ? undefined : frame;
  });
  kelp = await found(alice);
  for (const person of [bob, carol]) await join(world, person, kelp);
});
afterEach(() => world.dispose());

const show = (person: SimPerson, state: 'here' | 'away' | 'invisible', status = ''): Promise<void> =>
  person.peer.showPresence({ state, status });

/** As one sees another, by name. */
const seen = async (by: SimPerson, who: SimPerson): Promise<Omit<PresenceView, 'member'> | undefined> => {
  const member = (await by.queries.members(kelp.community)).find(({ name }) => name === who.name);
  const view = (await by.peer.presence(kelp.community)).find((one) => one.member === member?.id);
  return view && { state: view.state, status: view.status };
};

test('[SY-24] Carol learns through Bob that Alice is here, what she says of herself, and that she is away', async () => {
  await show(alice, 'here', 'at sea');
  await world.quiet();
  expect(await seen(bob, alice)).toEqual({ state: 'here', status: 'at sea' });
  expect(await seen(carol, alice)).toEqual({ state: 'here', status: 'at sea' });
  await show(alice, 'away', '');
  await world.quiet();
  expect(await seen(carol, alice)).toEqual({ state: 'away', status: '' });
  const told = eventsOf(carol, 'presence').flatMap(({ changed }) => changed.map(({ state }) => state));
  expect(told.slice(-2)).toEqual(['here', 'away']);
});

test('[SY-24] who stops without a word is offline when their beat has run out, and to neighbours sooner', async () => {
  for (const person of [alice, bob, carol]) await show(person, 'here');
  await world.quiet(5_000);
  expect(await seen(carol, alice)).toBeDefined();
  await world.quiet(120_000);
  expect(await seen(carol, alice)).toMatchObject({ state: 'here' });
  isAliceGone = true;
  world.network.cut('alice', 'bob', 'is lost');
  await world.quiet(15_000);
  expect(await seen(bob, alice)).toBeUndefined();
  await world.quiet(45_000);
  expect(await seen(carol, alice)).toBeUndefined();
});

test('[SY-24] who is invisible is offline to neighbours too, although they are linked', async () => {
  await show(alice, 'here', 'at sea');
  await world.quiet();
  await show(alice, 'invisible', 'at sea');
  await world.quiet(10_000);
  for (const person of [bob, carol]) expect(await seen(person, alice)).toBeUndefined();
  await world.quiet(200_000);
  expect(await seen(bob, alice)).toBeUndefined();
});

/** Links that open stay open only now: before, nothing came through between Alice and Carol. */
const linkAliceAndCarol = async (): Promise<void> => {
  areApart = false;
  world.network.cut('alice', 'carol', 'is lost');
  await world.quiet(1_000);
  world.network.meetAll();
  await world.quiet(10_000);
  expect(world.network.linksOf('alice').map(({ to }) => to)).toContain('carol');
};

test('[SY-24] who is invisible is offline also to whom they meet a while after that was heard of them', async () => {
  for (const person of [bob, carol]) await show(person, 'here');
  await show(alice, 'invisible');
  await world.quiet(80_000);
  expect(await seen(carol, alice)).toBeUndefined();
  await linkAliceAndCarol();
  expect(await seen(carol, alice)).toBeUndefined();
  expect(await seen(alice, carol)).toEqual({ state: 'here', status: '' });
  await world.quiet(200_000);
  expect(await seen(carol, alice)).toBeUndefined();
  expect(eventsOf(carol, 'presence').flatMap(({ changed }) => changed.map(({ member }) => member))).not.toContain(
    (await carol.queries.members(kelp.community)).find(({ name }) => name === 'alice')?.id,
  );
});

test('[SY-24] a device that says nothing of its person is there as long as it is linked', async () => {
  await world.quiet(10_000);
  expect(await seen(bob, alice)).toEqual({ state: 'here', status: '' });
  expect(await seen(carol, alice)).toBeUndefined();
});

test('[SY-24] a newcomer is told of those whom neighbours have heard of', async () => {
  for (const person of [alice, bob, carol]) await show(person, 'here', `${person.name}’s`);
  await world.quiet(2_000);
  beats = [];
  const again = await carol.restartWithCache();
  await world.quiet(2_000);
  expect(await seen(again, alice)).toEqual({ state: 'here', status: 'alice’s' });
});

test('[SY-24] who has been cut off from everybody asks anew, however often, and one lost link of several is no reason to', async () => {
  await world.quiet(1_000);
  for (let outage = 0; outage < 3; outage += 1) {
    asked = [];
    world.network.cut('carol', 'bob', 'is lost');
    await world.quiet(1_000);
    world.network.meetAll();
    await world.quiet(2_000);
    expect(asked).toContain('carol');
    // Alice is linked to Bob all the time
    expect(asked).not.toContain('bob');
  }
});

test('[SY-24] typing reaches those who may read the channel, at most every 3 s, and nobody else', async () => {
  for (const person of [alice, bob, carol]) await show(person, 'here');
  await world.quiet();
  const place = { community: kelp.community, channel: kelp.channel };
  for (let i = 0; i < 5; i += 1) await alice.peer.showTyping(place);
  await world.quiet(2_000);
  expect(eventsOf(carol, 'typing')).toMatchObject([{ channel: kelp.channel }]);

  const member = (await bob.queries.members(kelp.community)).find(({ name }) => name === 'carol');
  const direct = member && (await bob.peer.openDirect({ community: kelp.community, member: member.id }));
  if (direct?.ok !== true) throw new Error('bob talks to carol alone');
  beats = [];
  await bob.peer.showTyping({ community: kelp.community, channel: direct.value });
  await world.quiet(1_000);
  expect(beats.filter(({ from }) => from === 'bob').map(({ to }) => to)).toEqual(['carol']);
});

test('[SY-24] who hears that somebody types in a private channel tells it on to nobody who may not read there', async () => {
  for (const person of [alice, bob, carol]) await show(person, 'here');
  const members = (await alice.queries.members(kelp.community)).filter(({ name }) => name !== 'carol');
  const overrides = members.map(({ id }) => ({ subject: { member: id }, allow: [], deny: [] }));
  const act = { kind: 'create-channel' as const, name: 'staff', isPrivate: true, overrides };
  const made = orThrow(await alice.peer.govern({ community: kelp.community, act }));
  await world.quiet(3_000);
  const toldOn = async (channel: ChannelId): Promise<number> => {
    beats = [];
    await alice.peer.showTyping({ community: kelp.community, channel });
    await world.quiet(5_000);
    return beats.filter(({ from, to, beat }) => [from, to].join() === 'bob,carol' && isOfTyping(beat)).length;
  };
  expect(await toldOn(made as string as ChannelId)).toBe(0);
  expect(eventsOf(bob, 'typing')).toMatchObject([{ channel: made }]);
  expect(await toldOn(kelp.channel)).toBe(1);
});

const beatOf = async (by: SimPerson, change: Partial<Beat> = {}): Promise<Beat> => {
  await show(by, 'here', 'true');
  await world.quiet(1_000);
  const beat = beats.findLast(({ from }) => from === by.name)?.beat;
  if (beat === undefined) throw new Error(`${by.name} said nothing`);
  return { ...beat, ...change };
};

const bobSays = async (said: readonly Beat[]): Promise<void> => {
  const [link] = (await bob.peer.status()).links.filter(({ id }) => id.includes('carol'));
  if (link === undefined) throw new Error('bob is linked to carol');
  for (const beat of said) bob.transport.send(link.id, writeLinkMessage({ kind: 'here', beats: [beat] }));
  await world.quiet(1_000);
};

test('presence spoof: what Alice did not sign, or signed for another number, is heard by nobody', async () => {
  const beat = await beatOf(alice);
  const lie = writeBeatBody({ kind: 'here', holds: 1_800, status: 'a lie' });
  const stranger = (await loadSodiumCrypto()).signingKeys(new Uint8Array(32).fill(9));
  const signer = { crypto: await loadSodiumCrypto(), community: kelp.community };
  await bobSays([
    { ...beat, body: lie, number: beat.number + 1 },
    { ...beat, number: beat.number + 1 },
    signBeat(signer, { device: beat.device, number: beat.number + 1, body: lie }, stranger.privateKey),
  ]);
  expect(await seen(carol, alice)).toEqual({ state: 'here', status: 'true' });
  await show(alice, 'here', 'new');
  await world.quiet(5_000);
  expect(await seen(carol, alice)).toEqual({ state: 'here', status: 'new' });
});

test('presence spoof: a beat that was heard once is not heard again after its person has gone', async () => {
  const beat = await beatOf(alice);
  await show(alice, 'invisible');
  await world.quiet(3_000);
  await bobSays([beat]);
  expect(await seen(carol, alice)).toBeUndefined();
});

test('presence exhaustion, presence flood: what devices that nobody knows sign leaves nothing, and others are heard after it', async () => {
  for (const person of [alice, bob, carol]) await show(person, 'here');
  const crypto = await loadSodiumCrypto();
  const strangers = Array.from({ length: 400 }, (_, at) => {
    const { publicKey, privateKey } = crypto.signingKeys(new Uint8Array(32).fill(at % 256).fill(at >> 8, 0, 1));
    const body = writeBeatBody({ kind: 'here', holds: 1_800, status: '' });
    const beat = { device: deviceId(publicKey), number: world.clock.now(), body };
    return signBeat({ crypto, community: kelp.community }, beat, privateKey);
  });
  await bobSays(strangers);
  await show(alice, 'here', 'still heard');
  await world.quiet(3_000);
  expect(await seen(carol, alice)).toEqual({ state: 'here', status: 'still heard' });
  // had Carol counted them, she would say for longer that she is here
  expect(readBeatBody((await beatOf(carol)).body)).toMatchObject({ holds: 50 });
});

test('typing in a channel that is none is told to nobody', async () => {
  await show(alice, 'here');
  await world.quiet();
  beats = [];
  await alice.peer.showTyping({ community: kelp.community, channel: 'B'.repeat(43) as ChannelId });
  await world.quiet(1_000);
  expect(beats).toEqual([]);
});
