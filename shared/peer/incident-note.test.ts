/** GO-23, through links: a note reaches everybody, whoever passes it on, and is there after a restart. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { NoteView } from '../model/views.ts';
import { createPeerTown, orThrow, type PeerTown } from '../testing/town-cast.ts';

let town: PeerTown;
beforeEach(async () => {
  town = await createPeerTown(24, ['alice', 'bob', 'carol']);
});
afterEach(() => town.world.dispose());

const say = (name: string, text: string) => town.govern(name, { kind: 'incident-note', text });
const noteOf = async (name: string): Promise<NoteView | undefined> =>
  (await town.the(name).queries.communities()).find(({ id }) => id === town.community)?.note;

test('[GO-23] alice writes while only bob is there; carol, who meets only bob, has it, also after a restart', async () => {
  town.part('carol', true);
  await town.world.quiet();
  const said = town.world.clock.now();
  orThrow(await say('alice', ' Servers down, we are on LAN and codes. '));
  await town.world.quiet();
  town.part('alice', true);
  town.part('carol', false);
  await town.world.quiet(10_000);
  const expected = { text: 'Servers down, we are on LAN and codes.', byName: 'alice', at: said };
  for (const name of ['alice', 'bob', 'carol']) expect(await noteOf(name)).toMatchObject(expected);
  town.cast('carol', await town.the('carol').restart());
  expect(await noteOf('carol')).toMatchObject(expected);
});

test('[GO-13] who may not manage the community is told so; with the right they may, and may take it away', async () => {
  expect(await say('bob', 'Hear me')).toMatchObject({ ok: false, error: 'not-allowed' });
  const made = { kind: 'create-role', name: 'callers', rank: 5, permissions: ['manage-community'] } as const;
  const role = await town.does('alice', made);
  await town.does('alice', { kind: 'assign-role', member: await town.member('bob'), role });
  await town.world.quiet();
  orThrow(await say('bob', 'Hear me'));
  await town.world.quiet();
  expect(await noteOf('carol')).toMatchObject({ text: 'Hear me', byName: 'bob' });
  orThrow(await say('alice', ''));
  await town.world.quiet();
  for (const name of ['alice', 'bob', 'carol']) expect(await noteOf(name)).toBeUndefined();
  const audit = (await town.the('carol').peer.audit(town.community)).filter(({ kind }) => kind === 'COMMUNITY_NOTE');
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
  const role = await town.does('alice', made);
  await town.does('alice', { kind: 'assign-role', member: await town.member('bob'), role });
  await town.world.quiet();
  town.world.network.divide((name) => (name === 'alice' ? 0 : 1));
  orThrow(await say('alice', 'from alice'));
  orThrow(await say('bob', 'from bob'));
  await town.world.quiet();
  expect(await noteOf('carol')).toMatchObject({ text: 'from bob' });
  town.world.network.divide(() => 0);
  town.world.network.meetAll();
  await town.world.quiet(10_000);
  const [one, ...others] = await Promise.all(['alice', 'bob', 'carol'].map(noteOf));
  expect(one?.text).toMatch(/^from (alice|bob)$/);
  expect(others).toEqual([one, one]);
});
