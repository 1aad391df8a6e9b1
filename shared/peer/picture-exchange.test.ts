import { afterEach, beforeEach, expect, test } from 'vitest';

import { fromBase64Url } from '../base/bytes.ts';
import { pictureHash } from '../governance/member-picture.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { MAX_PICTURE_BYTES } from '../model/member-picture.ts';
import { type LinkMessage, readLinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { found, join, type Place } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';
import { smallPicture } from '../testing/small-picture.ts';

type Said = { from: string; to: string; message: Extract<LinkMessage, { kind: 'picture' | 'picture-want' }> };

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let carol: SimPerson;
let kelp: Place;
let said: Said[];
/** What becomes of a picture on its way; the same by default. */
let onTheWay: (bytes: Uint8Array, from: string) => Uint8Array;

beforeEach(async () => {
  world = await createSimWorld(53);
  [alice, bob, carol] = [await world.person('alice'), await world.person('bob'), await world.person('carol')];
  kelp = await found(alice);
  await join(world, bob, kelp);
  await join(world, carol, kelp);
  said = [];
  onTheWay = (bytes) => bytes;
  world.network.intercept((frame, from, to) => {
    const message = readLinkMessage(frame);
    if (message?.kind !== 'picture' && message?.kind !== 'picture-want') return frame;
    said.push({ from, to, message });
    return message.kind === 'picture' ? writeLinkMessage({ ...message, bytes: onTheWay(message.bytes, from) }) : frame;
  });
});
afterEach(() => world.dispose());

const FACE = smallPicture(1);
const OTHER = smallPicture(2);

const show = async (person: SimPerson, picture: Uint8Array | undefined): Promise<void> => {
  const shown = await person.peer.setPicture({ community: kelp.community, picture });
  if (!shown.ok) throw new Error(shown.message);
};
/** Alice's picture as somebody else has it. */
const seenBy = async (person: SimPerson, name = 'alice'): Promise<Uint8Array | undefined> => {
  const members = await person.queries.members(kelp.community);
  const hash = members.find((member) => member.name === name)?.avatar;
  return hash === undefined ? undefined : person.pictures.get(hash);
};
const hashesOf = async (person: SimPerson): Promise<Uint8Array[]> =>
  (await person.pictures.held(kelp.community)).flatMap((hash) => fromBase64Url(hash) ?? []);
const ban = async (name: string): Promise<void> => {
  const member = (await alice.queries.members(kelp.community)).find((one) => one.name === name);
  if (member === undefined) throw new Error(`no ${name}`);
  await alice.peer.govern({ community: kelp.community, act: { kind: 'ban', member: member.id } });
  await world.quiet(2_000);
};
const sentTo = (name: string): string[] =>
  said.flatMap(({ from, to, message }) => (to === name && message.kind === 'picture' ? from : []));

test('[SY-27] alice’s picture comes to bob and carol, once to each, and stays while she is gone', async () => {
  await show(alice, FACE);
  await world.quiet(2_000);
  expect(await seenBy(alice)).toEqual(FACE);
  expect(await seenBy(bob)).toEqual(FACE);
  expect(await seenBy(carol)).toEqual(FACE);
  await world.quiet(30_000);
  expect(sentTo('bob')).toHaveLength(1);
  expect(sentTo('carol')).toHaveLength(1);
  alice.transport.setOffline(true);
  bob = await bob.restartWithCache();
  expect(await seenBy(bob)).toEqual(FACE);
});

test('[SY-27] carol, who was away, has it from bob while alice is gone', async () => {
  carol.transport.setOffline(true);
  await world.quiet();
  await show(alice, FACE);
  await world.quiet(2_000);
  alice.transport.setOffline(true);
  await world.quiet();
  carol.transport.setOffline(false);
  await world.quiet(15_000);
  expect(await seenBy(carol)).toEqual(FACE);
  expect(sentTo('carol')).toEqual(['bob']);
});

test('[SY-27] who asks sooner than the picture is there is sent it when it comes', async () => {
  // alice is linked to bob alone: carol learns from him that there is a picture
  world.network.intercept((frame, from, to) => {
    const message = readLinkMessage(frame);
    if (message?.kind === 'picture') said.push({ from, to, message });
    const isBetween = [from, to].includes('alice') && [from, to].includes('carol');
    return isBetween ? undefined : frame;
  });
  await show(alice, FACE);
  await world.quiet(15_000);
  expect(await seenBy(carol)).toEqual(FACE);
  expect(sentTo('carol')).toEqual(['bob']);
});

test('[SY-27] another picture takes the place of the first, which nobody keeps', async () => {
  await show(alice, FACE);
  await world.quiet(2_000);
  const [before = ''] = await bob.pictures.held(kelp.community);
  await show(alice, OTHER);
  await world.quiet(2_000);
  expect(await seenBy(bob)).toEqual(OTHER);
  expect(await bob.pictures.held(kelp.community)).not.toContain(before);
  await show(alice, undefined);
  await world.quiet(2_000);
  expect((await bob.queries.members(kelp.community)).map(({ avatar }) => avatar)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  for (const person of [alice, bob, carol]) expect(await person.pictures.held(kelp.community)).toEqual([]);
});

test.each([
  ['other bytes', () => OTHER],
  ['none', () => new Uint8Array(0)],
])('[SY-27] where the first link brings %s, it is not asked again, and the next one’s are taken', async (_, spoilt) => {
  bob.transport.setOffline(true);
  await show(alice, FACE);
  await world.quiet(2_000);
  let liar: string | undefined;
  onTheWay = (bytes, from) => (from === (liar ??= from) ? spoilt() : bytes);
  bob.transport.setOffline(false);
  await world.quiet(30_000);
  expect(await seenBy(bob)).toEqual(FACE);
  expect(sentTo('bob').toSorted()).toEqual(['alice', 'carol']);
});

test('[SY-27] nobody takes a picture that they did not ask for, or one that nobody is named with', async () => {
  await show(alice, FACE);
  await world.quiet(2_000);
  const [own = new Uint8Array(0)] = await hashesOf(alice);
  const nobodys = pictureHash(await loadSodiumCrypto(), kelp.community, OTHER);
  for (const { link } of world.network.linksOf('carol'))
    for (const hash of [own, fromBase64Url(nobodys) ?? own])
      carol.transport.send(link, writeLinkMessage({ kind: 'picture', hash, bytes: OTHER }));
  await world.quiet(2_000);
  expect(sentTo('bob')).toEqual(['alice', 'carol', 'carol']);
  expect(await hashesOf(bob)).toEqual([own]);
  expect(await seenBy(bob)).toEqual(FACE);
});

test('[SY-27] a picture is sent once on a link, however often somebody asks', async () => {
  await show(alice, FACE);
  await world.quiet(2_000);
  const hashes = await hashesOf(alice);
  for (const { link } of world.network.linksOf('bob'))
    for (let time = 0; time < 20; time += 1)
      bob.transport.send(link, writeLinkMessage({ kind: 'picture-want', hashes }));
  await world.quiet(5_000);
  expect(sentTo('bob').filter((from) => from === 'alice')).toHaveLength(1);
  // he has never asked carol before
  expect(sentTo('bob').filter((from) => from === 'carol')).toHaveLength(1);
});

test('[SY-27] bob, who was banned, is told of no picture and gets none', async () => {
  await ban('bob');
  await show(alice, FACE);
  await world.quiet(2_000);
  const hashes = await hashesOf(alice);
  expect(hashes).toHaveLength(1);
  for (const { link } of world.network.linksOf('bob'))
    bob.transport.send(link, writeLinkMessage({ kind: 'picture-want', hashes }));
  await world.quiet(5_000);
  expect(sentTo('bob')).toEqual([]);
  expect(sentTo('carol')).not.toEqual([]);
});

test('[SY-27] a banned member’s picture goes', async () => {
  await show(bob, FACE);
  await world.quiet(2_000);
  expect(await seenBy(carol, 'bob')).toEqual(FACE);
  await ban('bob');
  expect(await carol.pictures.held(kelp.community)).toEqual([]);
  expect((await carol.queries.formerMembers(kelp.community)).map(({ avatar }) => avatar)).toEqual([undefined]);
});

test('[SY-27] what is no small still picture cannot be set', async () => {
  for (const picture of [smallPicture(1, { side: 300 }), new Uint8Array(MAX_PICTURE_BYTES + 1), new Uint8Array(5)])
    expect(await alice.peer.setPicture({ community: kelp.community, picture })).toMatchObject({ error: 'bad-picture' });
  expect(await alice.pictures.held(kelp.community)).toEqual([]);
});

test('[SY-27] with a full disk nothing is asked for, and alice is told that hers is not set', async () => {
  bob.peer.noteDisk('full');
  alice.setDiskFull(true);
  await expect(alice.peer.setPicture({ community: kelp.community, picture: OTHER })).rejects.toThrow('disk');
  await world.quiet();
  expect(await alice.pictures.held(kelp.community)).toEqual([]);
  alice.setDiskFull(false);
  await show(alice, FACE);
  await world.quiet(20_000);
  expect(await seenBy(carol)).toEqual(FACE);
  expect(said.filter(({ from }) => from === 'bob')).toEqual([]);
  bob.peer.noteDisk('ok');
  await world.quiet(20_000);
  expect(await seenBy(bob)).toEqual(FACE);
});
