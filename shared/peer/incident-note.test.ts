/** GO-23, through links: a note reaches everybody, whoever passes it on, and is there after a restart. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { MemberId, OpId } from '../base/ids.ts';
import type { GovernanceAct } from '../model/acts.ts';
import type { NoteView } from '../model/views.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let community: Parameters<SimPerson['texts']>[0];
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
  world = await createSimWorld(24);
  people.clear();
  for (const name of ['alice', 'bob', 'carol']) people.set(name, await world.person(name));
  const made = orThrow(await the('alice').peer.createCommunity({ name: 'Kelp', memberName: 'alice' }));
  ({ community } = made);
  for (const name of ['bob', 'carol']) {
    const joined = the(name).peer.join({ invite: made.invite, memberName: name });
    await world.quiet();
    orThrow(await joined);
  }
});
afterEach(() => world.dispose());

const act = (name: string, what: GovernanceAct) => the(name).peer.govern({ community, act: what });
const say = (name: string, text: string) => act(name, { kind: 'incident-note', text });
const noteOf = async (name: string): Promise<NoteView | undefined> =>
  (await the(name).queries.communities()).find(({ id }) => id === community)?.note;
const idOf = async (name: string): Promise<MemberId> => {
  const found = (await the('alice').queries.members(community)).find((member) => member.name === name);
  if (found === undefined) throw new Error(`${name} is no member`);
  return found.id;
};

test('[GO-23] alice writes while only bob is there; carol, who meets only bob, has it, also after a restart', async () => {
  the('carol').transport.setOffline(true);
  await world.quiet();
  const said = world.clock.now();
  orThrow(await say('alice', ' Servers down, we are on LAN and codes. '));
  await world.quiet();
  the('alice').transport.setOffline(true);
  the('carol').transport.setOffline(false);
  await world.quiet(10_000);
  const expected = { text: 'Servers down, we are on LAN and codes.', byName: 'alice', at: said };
  for (const name of ['alice', 'bob', 'carol']) expect(await noteOf(name)).toMatchObject(expected);
  people.set('carol', await the('carol').restart());
  expect(await noteOf('carol')).toMatchObject(expected);
});

test('[GO-13] who may not manage the community is told so; with the right they may, and may take it away', async () => {
  expect(await say('bob', 'Hear me')).toMatchObject({ ok: false, error: 'not-allowed' });
  const made = { kind: 'create-role', name: 'callers', rank: 5, permissions: ['manage-community'] } as const;
  const role: OpId = orThrow(await act('alice', made));
  orThrow(await act('alice', { kind: 'assign-role', member: await idOf('bob'), role }));
  await world.quiet();
  orThrow(await say('bob', 'Hear me'));
  await world.quiet();
  expect(await noteOf('carol')).toMatchObject({ text: 'Hear me', byName: 'bob' });
  orThrow(await say('alice', ''));
  await world.quiet();
  for (const name of ['alice', 'bob', 'carol']) expect(await noteOf(name)).toBeUndefined();
  const audit = (await the('carol').peer.audit(community)).filter(({ kind }) => kind === 'COMMUNITY_NOTE');
  expect(audit).toMatchObject([
    { byName: 'bob', reason: 'Hear me', void: undefined },
    { byName: 'alice', reason: '', void: undefined },
  ]);
});

test('[OB-2] what is too long, has too many lines or turns the direction of reading is not signed', async () => {
  const wrong = { ok: false, error: 'bad-input', message: 'A note has at most 500 characters, in at most 10 lines.' };
  for (const text of ['x'.repeat(501), 'line\n'.repeat(11) + 'end']) expect(await say('alice', text)).toEqual(wrong);
  expect(await say('alice', 'a\u202Eb')).toMatchObject({ error: 'bad-input' });
  expect(await noteOf('alice')).toBeUndefined();
});

test('[GO-4] alice and bob write apart: afterwards everybody has the same one', async () => {
  const made = { kind: 'create-role', name: 'callers', rank: 5, permissions: ['manage-community'] } as const;
  orThrow(
    await act('alice', { kind: 'assign-role', member: await idOf('bob'), role: orThrow(await act('alice', made)) }),
  );
  await world.quiet();
  world.network.divide((name) => (name === 'alice' ? 0 : 1));
  orThrow(await say('alice', 'from alice'));
  orThrow(await say('bob', 'from bob'));
  await world.quiet();
  expect(await noteOf('carol')).toMatchObject({ text: 'from bob' });
  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(10_000);
  const [one, ...others] = await Promise.all(['alice', 'bob', 'carol'].map(noteOf));
  expect(one?.text).toMatch(/^from (alice|bob)$/);
  expect(others).toEqual([one, one]);
});
