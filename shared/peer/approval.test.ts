/** KY: invites that say how many, until when, and that somebody decides. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { eventsOf } from '../testing/device-cast.ts';
import type { SimPerson } from '../testing/sim-people.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';
import { MAX_REQUESTS } from './join-requests.ts';
import type { InviteOptions } from './peer-api.ts';

let town: PeerTown;
beforeEach(async () => {
  town = await createPeerTown(71, ['alice', 'bob']);
});
afterEach(() => town.world.dispose());

const invites = async (name: string, options: InviteOptions): Promise<string> =>
  orThrow(await town.the(name).peer.createInvite({ community: town.community, ...options }));
/** Somebody new asks, and hears what they hear at first. */
const asks = async (
  name: string,
  invite: string,
): Promise<{ person: SimPerson; heard: { ok: boolean; error?: string } }> => {
  const person = await town.world.person(name);
  town.cast(name, person);
  const joining = person.peer.join({ invite, memberName: name });
  await town.world.quiet();
  return { person, heard: await joining };
};
const waiting = (name: string) => town.the(name).queries.requests(town.community);
const members = async (name: string): Promise<string[]> =>
  (await town.the(name).queries.members(town.community)).map((each) => each.name).sort();

test('[KY-11] carol asks, alice is told and says yes: carol is in, wherever she was linked', async () => {
  const { person, heard } = await asks('carol', await invites('alice', { needsApproval: true }));
  expect(heard).toMatchObject({ error: 'waits-for-approval' });
  expect(await members('alice')).toEqual(['alice', 'bob']);
  const [request] = await waiting('alice');
  expect(request).toMatchObject({ community: town.community, name: 'carol' });
  expect(eventsOf(town.the('alice'), 'join-asked')).toMatchObject([{ request }]);
  expect(await waiting('bob')).toEqual([]);
  expect(eventsOf(town.the('bob'), 'join-asked')).toEqual([]);
  const device = request?.device ?? ('' as never);
  expect(await town.govern('bob', { kind: 'answer-request', device, admit: true })).toMatchObject({
    error: 'no-such-target',
  });
  await town.does('alice', { kind: 'answer-request', device, admit: true });
  await town.world.quiet(3_000);
  expect(eventsOf(person, 'joined')).toHaveLength(1);
  expect(await waiting('alice')).toEqual([]);
  for (const name of ['alice', 'bob', 'carol']) expect(await members(name)).toEqual(['alice', 'bob', 'carol']);
  await town.says('carol', town.general, 'thank you');
  await town.world.quiet(3_000);
  expect(await town.reads('bob', town.general)).toEqual(['thank you']);
});

test('[JO-8] carol is let in and kicked while she is away: she is told who did so, and comes back by an invite', async () => {
  const { person } = await asks('carol', await invites('alice', { needsApproval: true }));
  const [request] = await waiting('alice');
  person.transport.setOffline(true);
  await town.world.quiet(3_000);
  await town.does('alice', { kind: 'answer-request', device: request?.device ?? ('' as never), admit: true });
  const carol = (await town.the('alice').queries.members(town.community)).find(({ name }) => name === 'carol');
  await town.does('alice', { kind: 'kick', member: carol?.id ?? ('' as never) });
  person.transport.setOffline(false);
  await town.world.quiet(6_000);
  expect(eventsOf(person, 'removed')).toMatchObject([{ how: 'kicked', byName: 'alice' }]);

  const again = person.peer.join({ invite: await invites('alice', {}), memberName: 'carol' });
  await town.world.quiet(6_000);
  orThrow(await again);
  expect(await members('bob')).toEqual(['alice', 'bob', 'carol']);
});

test('[KY-11] alice says no: carol is told, is not let in by asking again, and nothing stays in alice’s list', async () => {
  const { person } = await asks('carol', await invites('alice', { needsApproval: true }));
  const [request] = await waiting('alice');
  await town.does('alice', { kind: 'answer-request', device: request?.device ?? ('' as never), admit: false });
  await town.world.quiet();
  expect(eventsOf(person, 'join-refused')).toMatchObject([{ error: 'declined' }]);
  expect(await waiting('alice')).toEqual([]);
  const again = await person.restart();
  await town.world.quiet(5_000);
  expect(eventsOf(again, 'join-refused').some(({ error }) => error === 'declined')).toBe(true);
  expect(await members('alice')).toEqual(['alice', 'bob']);
  expect(await waiting('alice')).toEqual([]);
});

test('[KY-11] only bob is online, who may not decide: carol goes on asking, and gets in once alice comes and says yes', async () => {
  const invite = await invites('alice', { needsApproval: true });
  await town.world.quiet();
  town.part('alice', true);
  const { person, heard } = await asks('carol', invite);
  expect(heard).toMatchObject({ error: 'waits-for-approval' });
  expect(await waiting('bob')).toEqual([]);
  town.part('alice', false);
  await town.world.quiet(30_000);
  const [request] = await waiting('alice');
  town.part('carol', true);
  await town.does('alice', { kind: 'answer-request', device: request?.device ?? ('' as never), admit: true });
  await town.world.quiet(3_000);
  town.part('alice', true);
  town.part('carol', false);
  // bob has heard of it and tells her
  await town.world.quiet(30_000);
  expect(eventsOf(person, 'joined')).toHaveLength(1);
});

test('[KY-11] a moderator decides too; what one has decided the other is not asked any more', async () => {
  const role = await town.does('alice', { kind: 'create-role', name: 'mods', rank: 9, permissions: ['moderate'] });
  await town.does('alice', { kind: 'assign-role', member: await town.member('bob'), role });
  const invite = await invites('alice', { needsApproval: true });
  await town.world.quiet();
  await asks('carol', invite);
  const [request] = await waiting('bob');
  expect(await waiting('alice')).toHaveLength(1);
  await town.does('bob', { kind: 'answer-request', device: request?.device ?? ('' as never), admit: true });
  await town.world.quiet(3_000);
  expect([await waiting('alice'), await waiting('bob')]).toEqual([[], []]);
});

test('[KY-12] an invite for one admits one; one that has ended admits nobody', async () => {
  const once = await invites('bob', { uses: 1 });
  const ended = await invites('bob', { expires: town.world.clock.now() - 1 });
  const lasting = await invites('bob', { expires: town.world.clock.now() + 3_600_000 });
  await town.world.quiet();
  expect((await asks('carol', once)).heard).toMatchObject({ ok: true });
  expect((await asks('dave', once)).heard).toMatchObject({ error: 'refused' });
  expect((await asks('erin', ended)).heard).toMatchObject({ error: 'refused' });
  expect((await asks('frank', lasting)).heard).toMatchObject({ ok: true });
  for (const options of [{ uses: 0 }, { uses: 1_001 }, { expires: -1 }]) {
    const made = await town.the('bob').peer.createInvite({ community: town.community, ...options });
    expect(made).toMatchObject({ ok: false, error: 'bad-input' });
  }
});

test(`[KY-11] of a crowd that asks, ${MAX_REQUESTS} are shown; the others hear that they have to wait`, async () => {
  const invite = await invites('alice', { needsApproval: true });
  await town.world.quiet();
  for (let i = 0; i < MAX_REQUESTS + 2; i += 1) await asks(`asker ${i}`, invite);
  expect(await waiting('alice')).toHaveLength(MAX_REQUESTS);
  const last = await town.world.person('late');
  const joining = last.peer.join({ invite, memberName: 'late' });
  await town.world.quiet();
  expect(await joining).toMatchObject({ error: 'waits-for-approval' });
});
