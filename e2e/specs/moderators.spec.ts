/** Moderators who act against each other while they cannot hear each other: one outcome, on every replica. */
import { allMeet, foundKelp, memberNames, part, texts } from '../support/gathering.ts';
import type { Headless } from '../support/headless.ts';
import { expect, test } from '../support/test.ts';

const RIGHTS = ['moderate', 'manage-roles', 'manage-channels'];

/** All that a replica shows of the community. */
const shownBy = async (peer: Headless, community: string) => {
  const byId = <T extends { id: string }>(list: readonly T[]): T[] => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { members, former } = await peer.request('members', { community, former: true });
  const channels = byId((await peer.request('channels', { community })).channels);
  const histories = channels.map(async ({ id }) => (await peer.request('history', { channel: id })).messages);
  const { lanes } = await peer.request('status');
  return {
    members: byId(members),
    former: byId(former ?? []),
    roles: byId((await peer.request('roles')).roles),
    // whether this device may write differs; what decides it does not
    channels: channels.map(({ mayPost: _, ...channel }) => channel),
    audit: (await peer.request('audit')).audit,
    messages: await Promise.all(histories),
    lanes: lanes[0]?.lanes.map((lane) => JSON.stringify(lane)).toSorted(),
  };
};

/** Resolves when all four show the same; what that is, is checked by the caller. */
const allShowTheSame = async (peers: readonly Headless[], community: string): Promise<void> => {
  const [first, ...rest] = peers;
  if (first === undefined) return;
  for (const peer of rest) {
    const same = async () => expect(await shownBy(peer, community)).toEqual(await shownBy(first, community));
    await expect(same, `${peer.name} and ${first.name} show the same`).toPass({ timeout: 60_000 });
  }
};

test('two moderators act against each other in two partitions: after the heal all four show the same', async ({
  hub,
  peers,
}) => {
  const [alice, bob, carol, dave] = await Promise.all([peers('alice'), peers('bob'), peers('carol'), peers('dave')]);
  const everybody = [alice, bob, carol, dave];
  const community = await foundKelp(alice, bob, carol, dave);
  await alice.request('create-role', { name: 'wardens', rank: 50, permissions: RIGHTS });
  for (const name of ['bob', 'carol']) await alice.request('set-role', { member: name, role: 'wardens' });
  await alice.request('create-role', { name: 'pilots', rank: 10, permissions: ['attach'] });
  await alice.request('create-channel', { name: 'tides' });
  await alice.request('post', { channel: 'general', text: 'all together' });
  for (const peer of [bob, carol, dave]) await peer.waitForMessage('all together');
  await allMeet(...everybody);

  // Of equal rank: neither may touch the other, so each undoes what the other does.
  await part(hub, [alice, bob], [carol, dave]);
  const tooLow = { ok: false, error: 'rank-too-low' };
  expect(await bob.ask('kick', { member: 'carol' })).toMatchObject(tooLow);
  expect(await carol.ask('set-role', { member: 'bob', role: 'wardens', on: false })).toMatchObject(tooLow);
  await bob.request('delete-role', { role: 'pilots' });
  await bob.request('update-channel', { channel: 'tides', name: 'high-water' });
  await bob.request('set-channel-access', {
    channel: 'general',
    private: false,
    overrides: [{ role: 'everyone', deny: ['post'] }],
  });
  await carol.request('set-role', { member: 'dave', role: 'pilots' });
  await carol.request('update-role', { role: 'pilots', rank: 20 });
  await carol.request('update-channel', { channel: 'tides', name: 'low-water' });
  await dave.waitForMessage('all together');
  await dave.request('post', { channel: 'general', text: 'dave knows nothing of bob’s rule' });
  await carol.waitForMessage('dave knows nothing of bob’s rule');
  await hub.restart();
  await allShowTheSame(everybody, community);
  expect(await memberNames(dave)).toEqual(['alice', 'bob', 'carol', 'dave']);
  expect(await texts(alice)).toEqual(['all together', 'dave knows nothing of bob’s rule']);
  expect((await dave.request('roles')).roles.map(({ name }) => name)).toEqual(['wardens', 'everyone']);
  const refused = { ok: false, error: 'not-allowed' };
  expect(await dave.ask('post', { channel: 'general', text: 'and now?' })).toMatchObject(refused);
  await alice.request('set-channel-access', { channel: 'general', private: false, overrides: [] });

  // Of different rank: bob demotes carol while she bans dave and takes all from the wardens.
  await alice.request('create-role', { name: 'captains', rank: 60, permissions: RIGHTS });
  await alice.request('set-role', { member: 'bob', role: 'captains' });
  await expect.poll(async () => (await dave.request('roles')).roles.length).toBe(3);
  await allMeet(...everybody);
  await allShowTheSame(everybody, community);
  await part(hub, [alice, bob, dave], [carol]);
  expect(await carol.ask('ban', { member: 'bob' })).toMatchObject(tooLow);
  await bob.request('set-role', { member: 'carol', role: 'wardens', on: false });
  await carol.request('ban', { member: 'dave', reason: 'he is bob’s friend' });
  await carol.request('post', { channel: 'general', text: 'dave is banned' });
  await dave.request('post', { channel: 'general', text: 'am I?' });
  await bob.waitForMessage('am I?');
  await hub.restart();
  await allMeet(...everybody);
  await allShowTheSame(everybody, community);
  expect(await memberNames(carol)).toEqual(['alice', 'bob', 'carol', 'dave']);
  expect((await texts(carol)).toSorted()).toEqual(
    ['all together', 'am I?', 'dave is banned', 'dave knows nothing of bob’s rule'].toSorted(),
  );
  const ban = (await dave.request('audit')).audit.find(({ kind }) => kind === 'BAN');
  expect(ban).toMatchObject({ byName: 'carol', about: { memberName: 'dave' }, void: expect.stringMatching(/./) });
  const { members } = await dave.request('members', { community });
  expect(members.map(({ name, rank }) => `${name} ${rank}`).sort()).toEqual([
    'alice 1002',
    'bob 60',
    'carol 0',
    'dave 0',
  ]);
});
