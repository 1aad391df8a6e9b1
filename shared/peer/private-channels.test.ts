/** KY: a private channel has keys of its own, which exactly those have who may read it. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ChannelId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Override } from '../model/permissions.ts';
import type { Crypto } from '../ports/crypto.ts';
import { linkDevice } from '../testing/device-cast.ts';
import { recipientsHash, readersOf } from '../governance/recipients.ts';
import { toBase64Url } from '../base/bytes.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { ownCommunity } from '../testing/own-community.ts';
import { holdingsOf } from '../testing/holdings.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';

let crypto: Crypto;
let town: PeerTown;
beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  town = await createPeerTown(67, ['alice', 'bob', 'carol', 'mallory']);
});
afterEach(() => town.world.dispose());

const quiet = (ms = 3_000): Promise<void> => town.world.quiet(ms);
const listing = async (...names: string[]): Promise<Override[]> =>
  Promise.all(names.map(async (name) => ({ subject: { member: await town.member(name) }, allow: [], deny: [] })));

/** A channel by alice for those named, who know of it. */
const founded = async (...names: string[]): Promise<ChannelId> => {
  const overrides = await listing(...names);
  const made = await town.does('alice', { kind: 'create-channel', name: 'staff', isPrivate: true, overrides });
  return made as string as ChannelId;
};
const admits = async (channel: ChannelId, ...names: string[]): Promise<void> => {
  const overrides = await listing(...names);
  await town.does('alice', { kind: 'set-channel-access', channel, isPrivate: true, overrides });
};
const opens = async (name: string, channel: ChannelId): Promise<string[]> =>
  (await holdingsOf(crypto, town.the(name), town.community)).opens(channel);
const rotationsIn = async (name: string): Promise<number> =>
  (await town.the(name).peer.audit(town.community)).filter(({ kind }) => kind === 'CHANNEL_ROTATE').length;
const voids = async (name: string): Promise<unknown[]> =>
  (await town.the(name).peer.audit(town.community)).filter(({ void: isVoid }) => isVoid !== undefined);

test('KY-6: staff talk among themselves; mallory carries it, with none of his keys can he read it', async () => {
  const channel = await founded('alice', 'bob');
  await town.says('alice', channel, 'at once');
  await quiet();
  await town.says('bob', channel, 'and back');
  await quiet();
  for (const name of ['alice', 'bob']) expect(await town.reads(name, channel)).toEqual(['at once', 'and back']);
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  expect(mallory.records.filter(({ place }) => place.channel === channel)).toHaveLength(2);
  expect(mallory.keys.length).toBeGreaterThan(0);
  expect(mallory.opens(channel)).toEqual([]);
  expect((await town.lists('mallory')).map(({ name }) => name)).toEqual(['general']);
  expect(await town.post('mallory', channel, 'let me in')).toMatchObject({ error: 'no-such-channel' });
  expect(await opens('bob', channel)).toEqual(['at once', 'and back']);
  expect(await voids('alice')).toEqual([]);
});

test('KY-6: a new key for everybody does not bring the channel’s keys to everybody', async () => {
  const channel = await founded('alice', 'bob');
  await town.says('alice', channel, 'for staff');
  await town.does('alice', { kind: 'rotate' });
  await quiet();
  await town.joins('erin');
  await quiet();
  await town.says('bob', channel, 'still for staff');
  await quiet();
  for (const name of ['carol', 'mallory', 'erin']) expect(await opens(name, channel)).toEqual([]);
  // nor can it be had by hand: nothing that goes to everybody holds a channel's secret under any key
  const { log, state } = (await holdingsOf(crypto, town.the('mallory'), town.community)).community;
  const brought = log.all().flatMap(({ body }) => {
    if (body.kind === 'ROTATE') return (body.wrapped ?? []).map(({ epoch }) => epoch);
    return body.kind === 'ADMIT' ? body.boxes.map(({ epoch }) => epoch) : [];
  });
  expect(brought.length).toBeGreaterThan(4);
  expect(brought.filter((epoch) => state()?.epochs.get(epoch)?.channel !== undefined)).toEqual([]);
  for (const name of ['alice', 'bob']) expect(await opens(name, channel)).toEqual(['for staff', 'still for staff']);
});

test('KY-9: who loses access keeps what they could read, and nothing that is said later opens for them', async () => {
  const channel = await founded('alice', 'bob', 'mallory');
  await town.says('alice', channel, 'while he could read');
  await quiet();
  expect(await town.reads('mallory', channel)).toEqual(['while he could read']);
  await admits(channel, 'alice', 'bob');
  await town.says('alice', channel, 'without him');
  await quiet();
  await town.says('bob', channel, 'nor this');
  await quiet();
  expect(await town.reads('bob', channel)).toEqual(['while he could read', 'without him', 'nor this']);
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  expect(mallory.records.filter(({ place }) => place.channel === channel)).toHaveLength(3);
  expect(mallory.opens(channel)).toEqual(['while he could read']);
  expect(await town.lists('mallory')).toMatchObject([{ name: 'general' }]);
});

test('KY-8: by role: whoever gets it reads everything from the beginning, whoever loses it nothing later', async () => {
  const role = await town.does('alice', { kind: 'create-role', name: 'staff', rank: 5, permissions: [] });
  const member = await town.member('carol');
  const overrides: Override[] = [...(await listing('alice')), { subject: { role }, allow: [], deny: [] }];
  const made = await town.does('alice', { kind: 'create-channel', name: 'staff', isPrivate: true, overrides });
  const channel = made as string as ChannelId;
  await town.says('alice', channel, 'before carol');
  await quiet();
  await town.does('alice', { kind: 'assign-role', member, role });
  await quiet(6_000);
  expect(await town.reads('carol', channel)).toEqual(['before carol']);
  await town.says('carol', channel, 'hello');
  await quiet();
  expect(await town.reads('alice', channel)).toEqual(['before carol', 'hello']);
  await town.does('alice', { kind: 'unassign-role', member, role });
  await quiet(6_000);
  await town.says('alice', channel, 'after carol');
  await quiet();
  expect(await opens('carol', channel)).toEqual(['before carol', 'hello']);
});

test('KY-7: mallory is banned: a reader who is online makes the next key without being asked', async () => {
  const channel = await founded('alice', 'bob', 'mallory');
  await quiet();
  await town.says('mallory', channel, 'me too');
  await quiet();
  await town.does('alice', { kind: 'ban', member: await town.member('mallory') });
  expect(await town.post('alice', channel, 'too early')).toMatchObject({ error: 'waiting-for-key' });
  await quiet(6_000);
  await town.says('bob', channel, 'without him');
  await quiet();
  expect(await town.reads('alice', channel)).toEqual(['me too', 'without him']);
  expect(await rotationsIn('alice')).toBe(2);
  expect(await town.reads('mallory', channel)).toEqual(['me too']);
  expect((await town.lists('mallory')).map(({ name }) => name)).toContain('staff');
});

test('KY-7: the one who may manage a channel and is not listed makes no key; those who are listed do', async () => {
  const channel = await founded('bob', 'carol');
  await quiet(8_000);
  await town.says('carol', channel, 'among us');
  await quiet();
  expect(await town.reads('bob', channel)).toEqual(['among us']);
  expect(await opens('alice', channel)).toEqual([]);
});

test('KY-8: carol’s new device reads the channels that she reads', async () => {
  const channel = await founded('alice', 'carol');
  await town.says('alice', channel, 'earlier');
  await quiet();
  const tablet = await town.world.person('tablet');
  orThrow(await linkDevice(town.world, { old: town.the('carol'), fresh: tablet }));
  town.cast('tablet', tablet);
  await quiet(6_000);
  expect(await town.reads('tablet', channel)).toEqual(['earlier']);
  await town.says('tablet', channel, 'from the tablet');
  await quiet();
  expect(await town.reads('alice', channel)).toEqual(['earlier', 'from the tablet']);
  expect(await rotationsIn('alice')).toBe(1);
});

test('KY-8: who is let in while no reader is online gets the keys when one comes, also after a restart', async () => {
  const channel = await founded('alice', 'bob');
  await quiet();
  await town.says('bob', channel, 'before');
  await quiet();
  town.part('bob', true);
  await admits(channel, 'alice', 'bob', 'carol');
  town.part('alice', true);
  await quiet();
  town.cast('carol', await town.the('carol').restart());
  await quiet();
  expect(await town.reads('carol', channel)).toEqual([]);
  town.part('alice', false);
  town.part('bob', false);
  await quiet(30_000);
  expect(await town.reads('carol', channel)).toEqual(['before']);
});

test('KY-6: an open channel stays the community’s, and what was sealed before it became private stays readable', async () => {
  await town.says('mallory', town.general, 'in the open');
  await quiet();
  await admits(town.general, 'alice', 'bob');
  await town.says('alice', town.general, 'behind the door');
  await quiet();
  expect(await opens('mallory', town.general)).toEqual(['in the open']);
  await town.does('alice', { kind: 'set-channel-access', channel: town.general, isPrivate: false, overrides: [] });
  await quiet();
  await town.says('bob', town.general, 'in the open again');
  await quiet();
  expect(await opens('mallory', town.general)).toEqual(['in the open', 'in the open again']);
  expect(await town.reads('mallory', town.general)).toEqual(['in the open', 'in the open again']);
});

test('KY-7: a reader makes a key that opens for nobody: the others make one themselves', async () => {
  const channel = await founded('alice', 'bob', 'carol', 'mallory');
  await quiet();
  const mallory = await ownCommunity(crypto, town.the('mallory'), town.community);
  await town.does('alice', { kind: 'ban', member: await town.member('bob') });
  const ban = (await ownCommunity(crypto, town.the('alice'), town.community)).log.all().at(-1);
  if (ban === undefined) throw new Error('alice banned nobody');
  mallory.addOperation(ban);
  const devices = readersOf(mallory.state() ?? ({} as never), channel);
  const lockout = mallory.signed({
    kind: 'CHANNEL_ROTATE',
    channel,
    secretHash: toBase64Url(crypto.hash(new Uint8Array(1))),
    recipientsHash: recipientsHash(crypto, devices),
    boxes: devices.map((device) => ({ device, box: toBase64Url(new Uint8Array(80)) })),
  });
  const frame = writeLinkMessage({ kind: 'ops', operations: [lockout.bytes] });
  for (const { link, to } of town.world.network.linksOf('mallory'))
    if (to === 'alice' || to === 'carol') town.the('mallory').transport.send(link, frame);
  await quiet(1_000);
  town.part('mallory', true);
  await quiet(20_000);
  const audit = await town.the('alice').peer.audit(town.community);
  expect(audit.find(({ operation }) => operation === lockout.id)).toMatchObject({ void: undefined });
  await town.says('alice', channel, 'as ever');
  await quiet();
  expect(await town.reads('carol', channel)).toEqual(['as ever']);
});

test('KY-9: two readers apart: one is banned while he makes a key; what was said under it stays, the next key is not his', async () => {
  const channel = await founded('alice', 'bob', 'carol');
  await quiet();
  await admits(channel, 'alice', 'bob', 'carol', 'mallory');
  await quiet(6_000);
  town.world.network.divide((name) => (name === 'alice' ? 1 : 0));
  await town.does('mallory', { kind: 'leave' });
  await quiet(20_000);
  await town.says('carol', channel, 'under the key of the others');
  await quiet();
  await town.does('alice', { kind: 'ban', member: await town.member('bob') });
  await quiet(6_000);
  town.world.network.divide(() => 0);
  await quiet(60_000);
  for (const name of ['alice', 'carol']) town.cast(name, await town.the(name).restart());
  await quiet(10_000);
  for (const name of ['alice', 'carol'])
    expect(await town.reads(name, channel)).toEqual(['under the key of the others']);
  await town.says('alice', channel, 'without bob');
  await quiet();
  expect(await town.reads('carol', channel)).toContain('without bob');
  expect(await opens('bob', channel)).not.toContain('without bob');
});
