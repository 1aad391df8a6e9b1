/** What a script says to govern a community, line by line, answered by the real core. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createHostClient } from '../../shared/host-api/host-client.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../../shared/testing/sim-people.ts';
import { nodeClock } from './node-ports.ts';
import { type Answer, answerRequest, parseRequest } from './requests.ts';

let world: SimWorld;
let people: Map<string, SimPerson>;

const the = (name: string): SimPerson => {
  const person = people.get(name);
  if (person === undefined) throw new Error(`${name} is not here`);
  return person;
};

/** Without a host: nothing asked here needs one. */
const sourcesOf = (name: string) => {
  const { peer, queries } = the(name);
  return {
    peer,
    queries,
    client: createHostClient({ clock: nodeClock, connect: () => new Promise<never>(() => undefined) }),
  };
};

const say = async (name: string, line: object): Promise<Answer> => {
  const request = parseRequest(line);
  if (!request.ok) return request;
  const answer = await answerRequest(sourcesOf(name), request.value);
  await world.quiet();
  return answer;
};

const listed = async <T>(name: string, list: string, fields: object = {}): Promise<T[]> =>
  ((await say(name, { do: list, ...fields })) as unknown as Record<string, T[]>)[list] ?? [];

const join = async (name: string, invite: unknown): Promise<Answer> => {
  const joining = answerRequest(sourcesOf(name), { do: 'join', invite: String(invite), as: name });
  await world.quiet(10_000);
  return joining;
};

let invite: unknown;
let community: unknown;

beforeEach(async () => {
  world = await createSimWorld(7);
  people = new Map();
  for (const name of ['alice', 'bob', 'carol']) people.set(name, await world.person(name));
  ({ invite, community } = (await say('alice', { do: 'create-community', name: 'Kelp', as: 'alice' })) as {
    invite?: unknown;
    community?: unknown;
  });
  for (const name of ['bob', 'carol']) expect(await join(name, invite)).toMatchObject({ ok: true });
});
afterEach(() => world.dispose());

const names = async (name: string): Promise<string[]> =>
  (await listed<{ name: string }>(name, 'members', { community })).map((member) => member.name).sort();

test('a role is made, given, changed, taken and deleted; who has it may do what it says', async () => {
  expect(await say('bob', { do: 'create-channel', name: 'tides' })).toMatchObject({ ok: false, error: 'not-allowed' });
  const made = await say('alice', { do: 'create-role', name: 'wardens', rank: 20, permissions: ['manage-channels'] });
  expect(made).toMatchObject({ ok: true, role: expect.stringMatching(/^[\w-]{43}$/) });
  expect(await say('alice', { do: 'set-role', member: 'bob', role: 'wardens' })).toMatchObject({ ok: true });
  expect(await say('bob', { do: 'create-channel', name: 'tides', topic: 'High and low' })).toMatchObject({ ok: true });
  const change = { do: 'update-role', role: 'wardens', rank: 30, permissions: ['moderate'] };
  expect(await say('alice', change)).toMatchObject({ ok: true });
  expect(await listed('carol', 'roles')).toMatchObject([
    { name: 'wardens', rank: 30, permissions: ['moderate'] },
    { id: 'everyone', rank: 0 },
  ]);
  expect(await say('bob', { do: 'archive-channel', channel: 'tides' })).toMatchObject({ error: 'not-allowed' });
  expect(await say('alice', { do: 'set-role', member: 'bob', role: 'wardens', on: false })).toMatchObject({ ok: true });
  expect(await listed('bob', 'communities')).toMatchObject([{ rank: 0 }]);
  expect(await say('alice', { do: 'delete-role', role: 'wardens' })).toMatchObject({ ok: true });
  expect(await listed('bob', 'roles')).toHaveLength(1);
  expect(await say('alice', { do: 'delete-role', role: 'everyone' })).toMatchObject({ error: 'no-such-role' });
});

test('a channel is renamed, closed to some, opened to others, archived', async () => {
  const made = await say('alice', { do: 'create-channel', name: 'tides' });
  expect(made).toMatchObject({ ok: true, channel: expect.stringMatching(/^[\w-]{43}$/) });
  await say('alice', { do: 'update-channel', channel: '#tides', name: 'high-water', topic: 'Times', position: 3 });
  const closed = [{ role: 'everyone', deny: ['post'] }];
  expect(
    await say('alice', { do: 'set-channel-access', channel: 'high-water', private: false, overrides: closed }),
  ).toMatchObject({ ok: true });
  const seen = async (name: string) =>
    (await listed<{ name: string }>(name, 'channels', { community })).find((each) => each.name === 'high-water');
  expect(await seen('bob')).toMatchObject({ topic: 'Times', position: 3, mayPost: false });
  const open = [...closed, { member: 'bob', allow: ['post'] }];
  await say('alice', { do: 'set-channel-access', channel: 'high-water', private: false, overrides: open });
  expect([await seen('bob'), await seen('carol')]).toMatchObject([{ mayPost: true }, { mayPost: false }]);
  const overrides = [{ member: 'alice' }, { member: 'carol' }];
  await say('alice', { do: 'create-channel', name: 'berths', private: true, overrides });
  const berths = (each: { name: string }): boolean => each.name === 'berths';
  expect((await listed<{ name: string }>('carol', 'channels', { community })).some(berths)).toBe(true);
  expect((await listed<{ name: string }>('bob', 'channels', { community })).some(berths)).toBe(false);
  await say('alice', { do: 'archive-channel', channel: 'high-water' });
  expect(await seen('bob')).toMatchObject({ isArchived: true, mayPost: false });
});

test('kicked, banned and forgiven: who is gone is listed apart, and comes back as far as they may', async () => {
  expect(await say('alice', { do: 'kick', member: 'carol', reason: 'too loud' })).toMatchObject({ ok: true });
  expect(await names('bob')).toEqual(['alice', 'bob']);
  const { former } = (await say('bob', { do: 'members', community, former: true })) as { former?: unknown };
  expect(former).toMatchObject([{ name: 'carol', status: 'kicked' }]);
  expect(await say('carol', { do: 'post', channel: 'general', text: 'hey' })).toMatchObject({ error: 'removed' });
  expect(await say('carol', { do: 'kick', member: 'bob' })).toMatchObject({ error: 'removed' });
  expect(await join('carol', invite)).toMatchObject({ ok: true });

  expect(await say('alice', { do: 'ban', member: 'carol', reason: 'spam' })).toMatchObject({ ok: true });
  expect(await join('carol', invite)).toMatchObject({ ok: false, error: 'refused' });
  expect(await say('alice', { do: 'unban', member: 'bob' })).toMatchObject({ error: 'no-such-target' });
  expect(await say('alice', { do: 'unban', member: 'carol' })).toMatchObject({ ok: true });
  expect(await join('carol', invite)).toMatchObject({ ok: true });
  expect(await names('bob')).toEqual(['alice', 'bob', 'carol']);
  const audit = await listed<{ kind: string }>('bob', 'audit');
  expect(audit.filter(({ kind }) => ['KICK', 'BAN', 'UNBAN'].includes(kind))).toMatchObject([
    { kind: 'KICK', byName: 'alice', about: { memberName: 'carol' }, reason: 'too loud' },
    { kind: 'BAN', reason: 'spam' },
    { kind: 'UNBAN', about: { memberName: 'carol' } },
  ]);
});

test('an invite that was revoked lets nobody in, and is listed as revoked', async () => {
  const [open] = await listed<{ id: string }>('bob', 'invites');
  expect(await say('alice', { do: 'revoke-invite', invite: open?.id })).toMatchObject({ ok: true });
  expect(await say('alice', { do: 'revoke-invite', invite: 'nothing' })).toMatchObject({ error: 'no-such-invite' });
  expect(await listed('bob', 'invites')).toMatchObject([{ id: open?.id, isRevoked: true }]);
  people.set('dave', await world.person('dave'));
  const refused = { ok: false, error: 'refused', message: expect.stringMatching(/revoked/) };
  expect(await join('dave', invite)).toMatchObject(refused);
  expect(await names('alice')).toEqual(['alice', 'bob', 'carol']);
});

test('names, a new owner, a new key, a device that is removed, and somebody who leaves', async () => {
  await say('bob', { do: 'set-profile', name: 'Bob the Barge', about: 'I move things' });
  expect(await names('carol')).toEqual(['Bob the Barge', 'alice', 'carol']);
  expect(await say('alice', { do: 'leave' })).toMatchObject({ error: 'owner-cannot-leave' });
  expect(await say('alice', { do: 'transfer-owner', member: 'carol' })).toMatchObject({ ok: true });
  expect(await say('alice', { do: 'rotate' })).toMatchObject({ error: 'not-allowed' });
  expect(await say('carol', { do: 'rotate' })).toMatchObject({ ok: true });
  expect(await say('carol', { do: 'update-community', name: 'Kelp forest', about: 'Calm' })).toMatchObject({
    ok: true,
  });
  const [own] = await listed<{ device: string }>('bob', 'communities');
  expect(own).toMatchObject({ name: 'Kelp forest', about: 'Calm' });
  const last = { error: 'last-device', message: expect.stringMatching(/last device/) };
  expect(await say('carol', { do: 'remove-device', device: own?.device })).toMatchObject(last);
  expect(await say('carol', { do: 'remove-device', device: 'laptop' })).toMatchObject({ error: 'bad-device' });
  expect(await say('alice', { do: 'leave', note: 'Bye' })).toMatchObject({ ok: true });
  expect(await names('carol')).toEqual(['Bob the Barge', 'carol']);
  expect(the('alice').events.find(({ kind }) => kind === 'removed')).toMatchObject({ community, how: 'left' });
});

test('an incident note is posted, seen by everybody with who and when, replaced, taken away', async () => {
  const note = async (name: string) => (await listed<{ note?: object }>(name, 'communities'))[0]?.note;
  expect(await say('bob', { do: 'incident-note', text: 'Hear me' })).toMatchObject({ error: 'not-allowed' });
  expect(await say('alice', { do: 'incident-note' })).toMatchObject({ error: 'bad-request' });
  expect(await say('alice', { do: 'incident-note', text: 'x'.repeat(501) })).toMatchObject({ error: 'bad-input' });
  const at = world.clock.now();
  const posted = await say('alice', { do: 'incident-note', text: 'Servers down, we are on LAN and codes' });
  expect(posted).toMatchObject({ ok: true, operation: expect.stringMatching(/^[\w-]{43}$/) });
  const { operation } = posted as unknown as { operation: string };
  const text = 'Servers down, we are on LAN and codes';
  for (const name of ['alice', 'bob']) expect(await note(name)).toMatchObject({ text, byName: 'alice', at, operation });
  await say('alice', { do: 'incident-note', text: '' });
  for (const name of ['alice', 'carol']) expect(await note(name)).toBeUndefined();
});

test('of two with one name none is meant', async () => {
  await say('carol', { do: 'set-profile', name: 'bob' });
  const refused = { ok: false, error: 'ambiguous-name', message: expect.stringContaining('“bob”') };
  expect(await say('alice', { do: 'ban', member: 'bob' })).toMatchObject(refused);
  const id = (await listed<{ id: string; name: string }>('alice', 'members', { community })).at(-1)?.id;
  expect(await say('alice', { do: 'ban', member: id })).toMatchObject({ ok: true });
  expect(await names('alice')).toEqual(['alice', 'bob']);
});

test('what is missing, misspelt or nobody’s is refused with a code', async () => {
  const refusals: readonly [object, string][] = [
    [{ do: 'ban' }, 'bad-request'],
    [{ do: 'ban', member: 'nobody' }, 'no-such-member'],
    [{ do: 'set-role', member: 'bob', role: 'none' }, 'no-such-role'],
    [{ do: 'update-channel', channel: 'none' }, 'no-such-channel'],
    [{ do: 'create-role', name: 'x', rank: 5, permissions: ['fly'] }, 'bad-request'],
    [{ do: 'create-role', name: 'x', rank: 5_000, permissions: [] }, 'bad-input'],
    [{ do: 'create-channel', name: ' padded ' }, 'bad-input'],
    [{ do: 'create-channel', name: 'x', overrides: [{ role: 'everyone', member: 'bob' }] }, 'bad-request'],
    [{ do: 'create-channel', name: 'x', overrides: [{ member: 'nobody' }] }, 'no-such-member'],
    [{ do: 'kick', member: 'bob', community: 'elsewhere' }, 'no-such-community'],
  ];
  for (const [line, error] of refusals) expect(await say('alice', line), JSON.stringify(line)).toMatchObject({ error });
  expect(await listed('alice', 'channels', { community })).toHaveLength(1);
});
