/** KY: two members talk alone; whoever stands between them carries what they say and cannot read it. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type ChannelId, channelId, idBytes, opId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { writeOps } from '../lanes/ops.ts';
import type { Crypto } from '../ports/crypto.ts';
import { runOf } from '../lanes/lane-runs.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { linkDevice } from '../testing/device-cast.ts';
import { type Holdings, holdingsOf } from '../testing/holdings.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';
import { MAX_CARRIED_CHANNELS } from './carried-lanes.ts';
import { writeRecord } from './write-record.ts';

let crypto: Crypto;
let town: PeerTown;
beforeEach(async () => {
  crypto = await loadSodiumCrypto();
  town = await createPeerTown(61, ['alice', 'bob', 'carol', 'mallory']);
});
afterEach(() => town.world.dispose());

const open = async (from: string, to: string): Promise<ChannelId> =>
  orThrow(await town.the(from).peer.openDirect({ community: town.community, member: await town.member(to) }));
const directs = async (name: string) => (await town.lists(name)).filter(({ kind }) => kind === 'direct');

/** A record as somebody's own keys make it, in any channel and under any key. */
const forge = (
  { community }: Holdings,
  channel: ChannelId,
  text: string,
  key: { id: Uint8Array; recordKey: Uint8Array },
): Uint8Array => {
  const { place, fresh } = writeRecord(crypto, community, {
    channel,
    plaintext: writeOps([{ kind: 'post', text }]),
    now: town.world.clock.now(),
    nonce: new Uint8Array(24).fill(9),
    epoch: { id: opId(key.id), recordKey: key.recordKey },
  });
  return writeLinkMessage({ kind: 'lane', frame: writeLaneFrame(crypto, runOf(place, [fresh])) });
};

/** Mallory sends it over her link to somebody. */
const attack = async (victim: string, frame: Uint8Array): Promise<void> => {
  const mallory = town.the('mallory');
  const link = (await mallory.peer.status()).links.find(({ id, state }) => state === 'open' && id.includes(victim));
  if (link === undefined) throw new Error(`mallory has no link to ${victim}`);
  mallory.transport.send(link.id, frame);
  await town.world.quiet(3_000);
};

test('KY-3: alice writes to carol, never online with her: bob brings it, cannot read it and lists nothing', async () => {
  town.part('mallory', true);
  town.part('carol', true);
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'for carol only');
  await town.world.quiet(3_000);
  town.part('alice', true);
  town.part('carol', false);
  await town.world.quiet(10_000);
  expect(await town.reads('carol', channel)).toEqual(['for carol only']);
  expect(await directs('carol')).toMatchObject([
    { id: channel, name: 'alice', with: await town.member('alice'), mayPost: true },
  ]);
  expect(town.the('carol').events.filter(({ kind }) => kind === 'message')).toMatchObject([
    { message: { channel, text: 'for carol only', authorName: 'alice' } },
  ]);
  const bob = await holdingsOf(crypto, town.the('bob'), town.community);
  expect(bob.records.filter(({ place }) => place.channel === channel)).toHaveLength(1);
  expect(bob.opens(channel)).toEqual([]);
  expect(await directs('bob')).toEqual([]);
  expect(await town.the('bob').queries.messageCount(town.community, channel)).toBe(0);
  expect(await town.post('bob', channel, 'me too')).toMatchObject({ error: 'no-such-channel' });
  const carol = await holdingsOf(crypto, town.the('carol'), town.community);
  expect(carol.opens(channel)).toEqual(['for carol only']);
});

test('KY-3: what carol answers finds its way back through bob, also after everybody restarted', async () => {
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'a question');
  await town.world.quiet(3_000);
  town.part('alice', true);
  expect(await open('carol', 'alice')).toBe(channel);
  await town.says('carol', channel, 'an answer');
  await town.world.quiet(3_000);
  town.part('carol', true);
  for (const name of ['alice', 'bob']) town.cast(name, await town.the(name).restart());
  await town.world.quiet(10_000);
  expect(await town.reads('alice', channel)).toEqual(['a question', 'an answer']);
  expect(await directs('alice')).toMatchObject([{ id: channel, name: 'carol' }]);
  expect(await directs('bob')).toEqual([]);
});

test('KY-5: a conversation is listed once it is opened, before a word is said, and still after a restart', async () => {
  const channel = await open('alice', 'carol');
  expect(await directs('alice')).toMatchObject([{ id: channel, kind: 'direct', name: 'carol', mayPost: true }]);
  expect(await directs('carol')).toEqual([]);
  town.cast('alice', await town.the('alice').restart());
  await town.world.quiet();
  expect(await directs('alice')).toMatchObject([{ id: channel, name: 'carol' }]);
  const self = await town.the('alice').peer.openDirect({
    community: town.community,
    member: await town.member('alice'),
  });
  expect(self).toMatchObject({ ok: false, error: 'no-such-member' });
});

test('forged authorship: mallory writes into the conversation of two others, and neither shows or keeps it', async () => {
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'hello');
  await town.world.quiet(3_000);
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  const [seen] = mallory.records.filter(({ place }) => place.channel === channel);
  if (seen === undefined) throw new Error('mallory carries nothing of it');
  // she has copied everything that she can see of it; the key she has to make up
  const frame = forge(mallory, channel, 'I am alice', {
    id: seen.record.envelope.epoch,
    recordKey: new Uint8Array(32).fill(4),
  });
  for (const victim of ['alice', 'carol', 'bob']) await attack(victim, frame);
  for (const name of ['alice', 'carol']) {
    expect(await town.reads(name, channel)).toEqual(['hello']);
    const lanes = (await town.the(name).peer.lanes(town.community)).filter((lane) => lane.channel === channel);
    expect(lanes.map(({ count }) => count)).toEqual([1]);
  }
  await town.says('carol', channel, 'still here');
  await town.world.quiet(3_000);
  expect(await town.reads('alice', channel)).toEqual(['hello', 'still here']);
});

test('forged authorship: even with the right key mallory is not one of the two', async () => {
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'hello');
  await town.world.quiet(3_000);
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  const carol = await holdingsOf(crypto, town.the('carol'), town.community);
  const direct = carol.community.directs.with(await town.member('alice'));
  if (direct === undefined) throw new Error('carol has no conversation with alice');
  const frame = forge(mallory, channel, 'leaked', { id: idBytes(direct.epoch), recordKey: direct.recordKey });
  for (const victim of ['alice', 'carol']) await attack(victim, frame);
  for (const name of ['alice', 'carol']) expect(await town.reads(name, channel)).toEqual(['hello']);
});

test('KY-2: a record between two that names another key than theirs is not shown', async () => {
  const channel = await open('alice', 'mallory');
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  const epoch = mallory.community.keys.newest();
  const direct = mallory.community.directs.with(await town.member('alice'));
  if (epoch === undefined || direct === undefined) throw new Error('mallory has no keys');
  const named = { id: idBytes(epoch.id), recordKey: direct.recordKey };
  await attack('alice', forge(mallory, channel, 'under two names', named));
  const lanes = (await town.the('alice').peer.lanes(town.community)).filter((lane) => lane.channel === channel);
  expect(lanes.map(({ count }) => count)).toEqual([1]);
  expect(await town.reads('alice', channel)).toEqual([]);
});

test('KY-1: every device of both reads and writes in one conversation', async () => {
  const tablet = await town.world.person('tablet');
  orThrow(await linkDevice(town.world, { old: town.the('carol'), fresh: tablet }));
  town.cast('tablet', tablet);
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'to all of you');
  await town.world.quiet(5_000);
  expect(await town.reads('tablet', channel)).toEqual(['to all of you']);
  await town.says('tablet', channel, 'from the tablet');
  await town.world.quiet(5_000);
  for (const name of ['alice', 'carol']) {
    expect(await town.reads(name, channel)).toEqual(['to all of you', 'from the tablet']);
    expect(await directs(name)).toHaveLength(1);
  }
});

test('KY-5: who is gone is not written to, and what was said before stays', async () => {
  const channel = await open('alice', 'mallory');
  await town.says('mallory', await open('mallory', 'alice'), 'before');
  await town.world.quiet(3_000);
  await town.does('alice', { kind: 'ban', member: await town.member('mallory') });
  await town.world.quiet(3_000);
  expect(await directs('alice')).toMatchObject([{ id: channel, mayPost: false }]);
  expect(await town.reads('alice', channel)).toEqual(['before']);
  expect(await town.post('alice', channel, 'after')).toMatchObject({ error: 'not-allowed' });
  expect(await town.reads('mallory', channel)).toEqual(['before']);
});

test('KY-4: what mallory can make others carry is bounded, and uses up nobody else’s room', async () => {
  const mallory = await holdingsOf(crypto, town.the('mallory'), town.community);
  for (let i = 0; i < MAX_CARRIED_CHANNELS + 44; i += 1) {
    const channel = channelId(crypto.hash(Uint8Array.of(i % 256, i >> 8)));
    const frame = forge(mallory, channel, 'junk', { id: new Uint8Array(32), recordKey: new Uint8Array(32) });
    const [link] = (await town.the('mallory').peer.status()).links.filter(({ id }) => id.includes('bob'));
    if (link !== undefined) town.the('mallory').transport.send(link.id, frame);
  }
  await town.world.quiet(20_000);
  const own = mallory.community.identity.device;
  for (const name of ['alice', 'bob', 'carol']) {
    const lanes = await town.the(name).peer.lanes(town.community);
    expect(lanes.filter(({ device, count }) => device === own && count > 0)).toHaveLength(MAX_CARRIED_CHANNELS);
    expect((await town.the(name).peer.status()).communities).toMatchObject([{ missing: 0 }]);
  }
  town.part('carol', true);
  const channel = await open('alice', 'carol');
  await town.says('alice', channel, 'as ever');
  await town.world.quiet(3_000);
  town.part('alice', true);
  town.part('carol', false);
  await town.world.quiet(10_000);
  expect(await town.reads('carol', channel)).toEqual(['as ever']);
});
