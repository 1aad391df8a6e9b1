/** GO, through links: who may do what, who is removed and knows it, and keys that the removed never get. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { MemberId, OpId } from '../base/ids.ts';
import type { GovernanceAct } from '../model/acts.ts';
import { isRunFrame } from '../testing/run-frames.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

type Place = {
  community: Parameters<SimPerson['texts']>[0];
  channel: Parameters<SimPerson['texts']>[1];
  invite: string;
};

let world: SimWorld;
let place: Place;
const people = new Map<string, SimPerson>();
const the = (name: string): SimPerson => {
  const person = people.get(name);
  if (person === undefined) throw new Error(`${name} is not here`);
  return person;
};

const orThrow = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

beforeEach(async () => {
  world = await createSimWorld(41);
  people.clear();
  for (const name of ['alice', 'bob', 'carol', 'mallory']) people.set(name, await world.person(name));
  place = orThrow(await the('alice').peer.createCommunity({ name: 'Kelp', memberName: 'alice' }));
  for (const name of ['bob', 'carol', 'mallory']) {
    const joined = the(name).peer.join({ invite: place.invite, memberName: name });
    await world.quiet();
    orThrow(await joined);
  }
});
afterEach(() => world.dispose());

const idOf = async (name: string): Promise<MemberId> => {
  const { queries } = the('alice');
  const known = [...(await queries.members(place.community)), ...(await queries.formerMembers(place.community))];
  const found = known.find((member) => member.name === name);
  if (found === undefined) throw new Error(`${name} is no member`);
  return found.id;
};
const act = async (name: string, what: GovernanceAct): Promise<{ ok: boolean; error?: string; value?: OpId }> =>
  the(name).peer.govern({ community: place.community, act: what });
const post = async (name: string, text: string): Promise<void> =>
  void orThrow(await the(name).peer.post({ community: place.community, channel: place.channel, text }));
const texts = (name: string): Promise<string[]> => the(name).texts(place.community, place.channel);
const members = async (name: string): Promise<string[]> =>
  (await the(name).queries.members(place.community)).map((member) => member.name).sort();
const viewOf = async (name: string) => (await the(name).queries.communities()).find(({ id }) => id === place.community);
const part = (name: string, offline: boolean): void => the(name).transport.setOffline(offline);

const makeModerators = async (...names: string[]): Promise<void> => {
  const permissions = ['moderate', 'purge', 'manage-channels'] as const;
  const role = (await act('alice', { kind: 'create-role', name: 'moderators', rank: 50, permissions })).value;
  for (const name of names) await act('alice', { kind: 'assign-role', member: await idOf(name), role: role as OpId });
  await world.quiet();
};

test('[GO-21] bob lets dave in while alice, apart, revokes the invite: dave never came in, and there is a key he lacks', async () => {
  const [invite] = await the('alice').queries.invites(place.community);
  people.set('dave', await world.person('dave'));
  part('alice', true);
  const joined = the('dave').peer.join({ invite: place.invite, memberName: 'dave' });
  await world.quiet(3_000);
  orThrow(await joined);
  await act('alice', { kind: 'revoke-invite', invite: invite?.id as OpId });
  part('alice', false);
  await world.quiet(6_000);
  for (const name of ['alice', 'bob', 'carol']) expect(await members(name)).not.toContain('dave');
  expect(await viewOf('dave')).toMatchObject({ state: 'removed' });
  const made = (await the('bob').peer.audit(place.community)).filter(({ kind }) => kind === 'ROTATE');
  expect(made).toHaveLength(2);
});

test('[SY-14] carol alone heard that bob may not kick any more when he kicks her: she says so, and stays', async () => {
  await makeModerators('bob');
  const role = (await the('alice').queries.roles(place.community)).find(({ name }) => name === 'moderators');
  world.network.divide((name) => (['alice', 'carol'].includes(name) ? 0 : 1));
  await act('alice', { kind: 'unassign-role', member: await idOf('bob'), role: role?.id as OpId });
  await world.quiet(3_000);
  part('alice', true);
  expect(await act('bob', { kind: 'kick', member: await idOf('carol') })).toMatchObject({ ok: true });
  await world.quiet(3_000);
  expect(await members('mallory')).not.toContain('carol');

  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(20_000);
  for (const name of ['bob', 'carol', 'mallory']) expect(await members(name)).toContain('carol');
  await post('carol', 'still here');
  await world.quiet(3_000);
  expect(await texts('bob')).toEqual(['still here']);
});

test('[SY-14] [DV-9] what carol knows against bob’s kick does not count: she gives way, is told who did it, comes back', async () => {
  await makeModerators('bob');
  const permissions = ['manage-roles'] as const;
  const above = (await act('alice', { kind: 'create-role', name: 'guards', rank: 60, permissions })).value as OpId;
  await act('alice', { kind: 'assign-role', member: await idOf('mallory'), role: above });
  await world.quiet(3_000);
  const role = (await the('alice').queries.roles(place.community)).find(({ name }) => name === 'moderators')
    ?.id as OpId;
  world.network.divide((name) => ({ alice: 0, bob: 1 })[name] ?? 2);
  expect(await act('mallory', { kind: 'unassign-role', member: await idOf('bob'), role })).toMatchObject({ ok: true });
  await world.quiet(3_000);
  part('carol', true);
  expect(await act('bob', { kind: 'kick', member: await idOf('carol') })).toMatchObject({ ok: true });
  expect(await act('alice', { kind: 'kick', member: await idOf('mallory') })).toMatchObject({ ok: true });
  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(20_000);
  expect(await members('alice')).toEqual(['alice', 'bob']);

  part('carol', false);
  await world.quiet(20_000);
  expect(await viewOf('carol')).toMatchObject({ state: 'removed', removal: { how: 'kicked', byName: 'bob' } });
  const joined = the('carol').peer.join({ invite: place.invite, memberName: 'carol' });
  await world.quiet(20_000);
  orThrow(await joined);
  for (const name of ['alice', 'carol']) expect(await members(name)).toContain('carol');
});

test.each(['was kicked', 'left'])(
  '[SY-14] carol %s, bob lets her in again, and alice kicks bob meanwhile: alice has to hear from carol that she is in',
  async (how) => {
    if (how === 'left') await act('carol', { kind: 'leave' });
    else await act('alice', { kind: 'kick', member: await idOf('carol') });
    await world.quiet(3_000);
    const invite = orThrow(await the('bob').peer.createInvite({ community: place.community }));
    part('alice', true);
    const joined = the('carol').peer.join({ invite, memberName: 'carol' });
    await world.quiet(6_000);
    orThrow(await joined);
    for (const name of ['bob', 'mallory']) part(name, true);
    await act('alice', { kind: 'kick', member: await idOf('bob') });
    part('alice', false);
    await world.quiet(30_000);
    for (const name of ['alice', 'carol']) expect(await members(name)).toEqual(['alice', 'carol', 'mallory']);
    await post('carol', 'back again');
    await world.quiet(3_000);
    expect(await texts('alice')).toEqual(['back again']);
  },
);

test('alice bans mallory: all know it, mallory’s app says who did it and why, and the others go on', async () => {
  await post('mallory', 'before');
  await world.quiet();
  expect(await act('alice', { kind: 'ban', member: await idOf('mallory'), reason: 'spam' })).toMatchObject({
    ok: true,
  });
  await world.quiet(3_000);
  for (const name of ['alice', 'bob', 'carol']) expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  expect(await viewOf('mallory')).toMatchObject({
    state: 'removed',
    removal: { how: 'banned', byName: 'alice', reason: 'spam' },
  });
  const told = () => the('mallory').events.filter(({ kind }) => kind === 'removed');
  expect(told()).toMatchObject([{ community: place.community, how: 'banned', byName: 'alice', reason: 'spam' }]);
  await post('bob', 'without mallory');
  await world.quiet(3_000);
  expect(told()).toHaveLength(1);
  expect([...the('bob').events, ...the('alice').events].filter(({ kind }) => kind === 'removed')).toEqual([]);
  expect(await texts('carol')).toEqual(['before', 'without mallory']);
  expect(await texts('mallory')).toEqual(['before']);
  const refused = await the('mallory').peer.post({ community: place.community, channel: place.channel, text: 'hey' });
  expect(refused).toMatchObject({ ok: false, error: 'removed' });
  expect((await the('alice').peer.status()).communities).toMatchObject([{ connected: 2, others: 2 }]);
});

test('banned member: what is said after the ban is sealed with a key that mallory never gets', async () => {
  part('mallory', true);
  await act('alice', { kind: 'ban', member: await idOf('mallory') });
  await post('alice', 'for members only');
  await world.quiet(3_000);
  const frames: Uint8Array[] = [];
  world.network.intercept((frame, _from, to) => {
    if (to === 'mallory' && isRunFrame(frame)) frames.push(frame);
    return frame;
  });
  part('mallory', false);
  await world.quiet(60_000);
  expect(frames).toEqual([]);
  expect(await texts('mallory')).toEqual([]);
  expect(await viewOf('mallory')).toMatchObject({ state: 'removed' });
});

test('[LN-12] back-dated record after a ban: what mallory says apart, whatever his clock says, nobody shows after the heal', async () => {
  await post('mallory', 'while a member');
  await world.quiet();
  world.network.divide((name) => (name === 'mallory' || name === 'carol' ? 1 : 0));
  expect(await act('alice', { kind: 'ban', member: await idOf('mallory') })).toMatchObject({ ok: true });
  for (let i = 0; i < 3; i += 1) await post('mallory', `back-dated ${i}`);
  await world.quiet(3_000);
  expect(await texts('carol')).toEqual(['while a member', 'back-dated 0', 'back-dated 1', 'back-dated 2']);
  world.network.divide(() => 0);
  await world.quiet(60_000);
  for (const name of ['alice', 'bob', 'carol']) {
    expect(await texts(name)).toEqual(['while a member']);
    expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  }
  const lanes = await Promise.all(['alice', 'bob', 'carol'].map((name) => the(name).peer.lanes(place.community)));
  expect(
    new Set(lanes.map((list) => JSON.stringify(list.toSorted((a, b) => (a.device < b.device ? -1 : 1))))).size,
  ).toBe(1);
  people.set('carol', await the('carol').restart());
  await world.quiet(5_000);
  expect(await texts('carol')).toEqual(['while a member']);
  for (const { connected } of (await the('alice').peer.status()).communities) expect(connected).toBe(2);
});

test('[LN-12] a ban that turns out to be void gives back what it cut', async () => {
  await makeModerators('bob');
  await post('carol', 'before');
  await world.quiet();
  world.network.divide((name) => (name === 'bob' || name === 'mallory' ? 1 : 0));
  expect(await act('bob', { kind: 'ban', member: await idOf('carol') })).toMatchObject({ ok: true });
  expect(await act('alice', { kind: 'ban', member: await idOf('bob') })).toMatchObject({ ok: true });
  await post('carol', 'beyond bob’s cut');
  await world.quiet(3_000);
  world.network.divide(() => 0);
  await world.quiet(90_000);
  for (const name of ['alice', 'carol', 'mallory']) {
    expect(await members(name)).toEqual(['alice', 'carol', 'mallory']);
    expect((await texts(name)).toSorted()).toEqual(['before', 'beyond bob’s cut']);
  }
});

test('[GO-22] what was sealed with the key of a ban that was overruled, all can read: also who had been banned by it', async () => {
  await makeModerators('bob');
  world.network.divide((name) => (name === 'alice' || name === 'mallory' ? 0 : 1));
  const [role] = (await the('alice').queries.roles(place.community)).map(({ id }) => id);
  expect(await act('alice', { kind: 'unassign-role', member: await idOf('bob'), role: role as OpId })).toMatchObject({
    ok: true,
  });
  expect(await act('bob', { kind: 'ban', member: await idOf('mallory') })).toMatchObject({ ok: true });
  await post('bob', 'without mallory, thought bob');
  await world.quiet(3_000);
  expect(await texts('carol')).toEqual(['without mallory, thought bob']);
  world.network.divide(() => 0);
  await world.quiet(90_000);
  const everybody = ['alice', 'bob', 'carol', 'mallory'];
  for (const name of everybody) {
    expect(await members(name)).toEqual(everybody);
    expect(await texts(name), name).toEqual(['without mallory, thought bob']);
  }
  const rotations = (await the('alice').peer.audit(place.community)).filter(({ kind }) => kind === 'ROTATE');
  expect(rotations).toHaveLength(2); // with the first; one more was enough
  for (const name of everybody) people.set(name, await the(name).restart());
  await world.quiet(10_000);
  await post('mallory', 'thank you');
  await world.quiet(3_000);
  for (const name of everybody) expect(await texts(name), name).toEqual(['without mallory, thought bob', 'thank you']);
});

test('who may not post in a channel is told so, and says nothing void', async () => {
  const overrides = [{ subject: { role: 'everyone' as const }, allow: [], deny: ['post' as const] }];
  await act('alice', { kind: 'set-channel-access', channel: place.channel, isPrivate: false, overrides });
  await world.quiet();
  const refused = await the('bob').peer.post({ community: place.community, channel: place.channel, text: 'hello?' });
  expect(refused).toMatchObject({ ok: false, error: 'not-allowed' });
  await post('alice', 'read this');
  await world.quiet();
  expect(await texts('bob')).toEqual(['read this']);
});

test('[GO-12] a plain member may neither ban nor rotate; nobody acts on their own rank', async () => {
  expect(await act('bob', { kind: 'ban', member: await idOf('carol') })).toMatchObject({ ok: false });
  expect(await act('bob', { kind: 'rotate' })).toMatchObject({ ok: false, error: 'not-allowed' });
  await makeModerators('bob', 'carol');
  expect(await act('bob', { kind: 'kick', member: await idOf('carol') })).toMatchObject({ error: 'rank-too-low' });
  expect(await act('bob', { kind: 'kick', member: await idOf('alice') })).toMatchObject({ error: 'rank-too-low' });
  expect(await act('alice', { kind: 'leave' })).toMatchObject({ error: 'owner-cannot-leave' });
  const acts = (await the('carol').peer.audit(place.community)).filter(({ void: isVoid }) => isVoid !== undefined);
  expect(acts).toEqual([]);
});

test('[LN-13] [SG-7] carol sleeps through two rotations, writes meanwhile, comes back, catches up and is heard', async () => {
  part('carol', true);
  await post('carol', 'written offline');
  for (let i = 0; i < 2; i += 1) {
    expect(await act('alice', { kind: 'rotate' })).toMatchObject({ ok: true });
    await post('alice', `under key ${i}`);
    await world.quiet(2_000);
  }
  part('carol', false);
  await world.quiet(60_000);
  for (const name of ['alice', 'bob', 'carol', 'mallory'])
    expect((await texts(name)).toSorted()).toEqual(['under key 0', 'under key 1', 'written offline']);
  await post('carol', 'and now');
  await world.quiet(3_000);
  for (const name of ['alice', 'bob', 'mallory']) expect(await texts(name)).toContain('and now');
});

test('[GO-21] two moderators ban two people in two partitions: after the heal there is a key that neither has', async () => {
  await makeModerators('bob');
  const dave = await world.person('dave');
  people.set('dave', dave);
  const joined = dave.peer.join({ invite: place.invite, memberName: 'dave' });
  await world.quiet();
  orThrow(await joined);
  world.network.divide((name) => (['alice', 'carol'].includes(name) ? 0 : 1));
  expect(await act('alice', { kind: 'ban', member: await idOf('mallory') })).toMatchObject({ ok: true });
  expect(await act('bob', { kind: 'ban', member: await idOf('dave') })).toMatchObject({ ok: true });
  await post('alice', 'on one side');
  await post('bob', 'on the other');
  await world.quiet(3_000);
  world.network.divide(() => 0);
  await world.quiet(90_000);
  for (const name of ['alice', 'bob', 'carol']) expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  await post('carol', 'together');
  await world.quiet(3_000);
  for (const name of ['alice', 'bob', 'carol'])
    expect((await texts(name)).toSorted()).toEqual(['on one side', 'on the other', 'together']);
  for (const name of ['mallory', 'dave']) {
    expect(await viewOf(name)).toMatchObject({ state: 'removed', removal: { how: 'banned' } });
    expect(await texts(name)).not.toContain('together');
  }
});

test('[GO-10] who comes after rotations reads everything from the beginning', async () => {
  await post('alice', 'first');
  for (let i = 0; i < 3; i += 1) {
    await act('alice', { kind: 'rotate' });
    await post('bob', `under key ${i}`);
    await world.quiet(1_000);
  }
  const erin = await world.person('erin');
  people.set('erin', erin);
  const joined = erin.peer.join({ invite: place.invite, memberName: 'erin' });
  await world.quiet(3_000);
  orThrow(await joined);
  await world.quiet(10_000);
  expect((await texts('erin')).toSorted()).toEqual(['first', 'under key 0', 'under key 1', 'under key 2']);
});

test('[GO-21] who leaves is gone for all; the owner’s machine makes a new key without being asked', async () => {
  expect(await act('mallory', { kind: 'leave' })).toMatchObject({ ok: true });
  await world.quiet(5_000);
  for (const name of ['alice', 'bob', 'carol']) expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  const rotations = (await the('bob').peer.audit(place.community)).filter(({ kind }) => kind === 'ROTATE');
  expect(rotations).toHaveLength(2);
  expect(await viewOf('mallory')).toMatchObject({ state: 'removed', removal: { how: 'left' } });
  await post('bob', 'hello');
  await world.quiet(3_000);
  expect(await texts('mallory')).toEqual([]);
});

test('all of it holds after everybody restarted', async () => {
  await makeModerators('bob');
  await act('bob', { kind: 'ban', member: await idOf('mallory'), reason: 'noise' });
  await post('carol', 'quiet at last');
  await world.quiet(3_000);
  for (const name of people.keys()) people.set(name, await the(name).restart());
  await world.quiet(10_000);
  for (const name of ['alice', 'bob', 'carol']) {
    expect(await texts(name)).toEqual(['quiet at last']);
    expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  }
  expect(await viewOf('mallory')).toMatchObject({ state: 'removed', removal: { byName: 'bob', reason: 'noise' } });
  // nobody is told anew what they knew before
  await act('alice', { kind: 'set-profile', about: 'harbour master' });
  await world.quiet(3_000);
  for (const name of people.keys())
    expect(the(name).events.filter(({ kind }) => kind === 'removed' || kind === 'joined')).toEqual([]);
});
