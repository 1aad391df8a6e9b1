import { expect, test } from 'vitest';

import type { ChannelView } from '../../shared/model/views.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import {
  blockedPeople,
  createNotesKeeper,
  named,
  noteOf,
  ownNameOf,
  withNotes,
  withoutBlocked,
} from './people-notes.ts';
import { createPreferences } from './preferences.ts';
import { bob, carol, channelView, GENERAL, KELP, memberOf, said } from './testing/page-cast.ts';

const preferencesOf = (text = '{}') => {
  const port = { read: () => text, write: (next: string) => void (text = next) };
  return { preferences: createPreferences(port), again: () => createPreferences(port) };
};

test('a nickname stands in the place of the name, which is kept beside it', () => {
  const { preferences, again } = preferencesOf();
  createNotesKeeper(preferences).change(memberOf(bob), { nickname: 'Captain' });
  const notes = createNotesKeeper(again());
  expect(named(notes.get(), memberOf(bob))).toMatchObject({ name: 'Captain', ownName: 'bob' });
  expect(named(notes.get(), memberOf(carol))).toEqual(memberOf(carol));
  notes.change(memberOf(bob), { nickname: '' });
  expect(named(notes.get(), memberOf(bob))).toEqual(memberOf(bob));
});

test('of who is not blocked, muted or named any more nothing is kept', () => {
  const { preferences } = preferencesOf();
  const notes = createNotesKeeper(preferences);
  notes.change(memberOf(bob), { isBlocked: true });
  notes.change(memberOf(bob), { isMuted: true });
  expect(blockedPeople(notes.get())).toEqual([{ id: bob.member, community: KELP, name: 'bob' }]);
  notes.change(memberOf(bob), { isBlocked: false });
  expect(blockedPeople(notes.get())).toEqual([]);
  expect(noteOf(notes.get(), bob.member)).toMatchObject({ isMuted: true });
  notes.change(memberOf(bob), { isMuted: false });
  expect(preferences.get().people).toEqual({});
});

test('what is stored is read under the names that I give, without conversations with the blocked; others get their own names', async () => {
  const { preferences } = preferencesOf();
  const direct = (who: typeof bob): ChannelView => ({
    ...channelView(GENERAL),
    kind: 'direct',
    with: who.member,
    name: who.name,
  });
  const stored = {
    members: async () => [bob, carol].map((who) => memberOf(who)),
    channels: async () => [direct(bob), direct(carol)],
  } as unknown as Queries;
  const queries = withNotes(stored, () => preferences.get().people);
  const notes = createNotesKeeper(preferences);
  notes.change(memberOf(bob), { isBlocked: true });
  notes.change(memberOf(carol), { nickname: 'Captain' });
  expect((await queries.channels(KELP)).map(({ name }) => name)).toEqual(['Captain']);
  const members = await queries.members(KELP);
  expect(members.map(({ name }) => name)).toEqual(['bob', 'Captain']);
  expect(members.map(ownNameOf)).toEqual(['bob', 'carol']);
});

test('what blocked people say and type is no news, and everything else is', () => {
  const { preferences } = preferencesOf();
  const tell: ((event: PeerEvent) => void)[] = [];
  const peer = { subscribe: (listener) => (tell.push(listener), () => undefined) } as Pick<PeerApi, 'subscribe'>;
  const heard: PeerEvent[] = [];
  withoutBlocked(peer as PeerApi, () => preferences.get().people).subscribe((event) => heard.push(event));
  createNotesKeeper(preferences).change(memberOf(bob), { isBlocked: true });
  const events: PeerEvent[] = [bob, carol].flatMap((who): PeerEvent[] => [
    { kind: 'message', message: said(who, 1) },
    { kind: 'typing', community: KELP, channel: GENERAL, member: who.member },
  ]);
  const joined: PeerEvent = { kind: 'joined', community: KELP };
  for (const event of [...events, joined]) tell[0]?.(event);
  expect(heard).toEqual([...events.slice(2), joined]);
});

test('notes that make no sense are none', () => {
  const { preferences } = preferencesOf(JSON.stringify({ people: { [bob.member]: 7 } }));
  expect(preferences.get().people).toEqual({});
});
