import { expect, test } from 'vitest';

import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import { blockedPeople, createNotesKeeper, named, noteOf, withoutBlocked } from './people-notes.ts';
import { createPreferences } from './preferences.ts';
import { alice, bob, carol, GENERAL, KELP, memberOf, said } from './testing/page-cast.ts';

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

test('neither the muted nor the blocked make a sound', () => {
  const notes = createNotesKeeper(preferencesOf().preferences);
  notes.change(memberOf(bob), { isBlocked: true });
  notes.change(memberOf(carol), { isMuted: true });
  expect([alice, bob, carol].map(({ member }) => notes.isQuiet(member))).toEqual([false, true, true]);
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
