import { expect, test, vi } from 'vitest';

import type { MemberId } from '../../shared/base/ids.ts';
import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { eventually } from '../../shared/testing/eventually.ts';
import { createCalled } from './called.ts';
import { createMentionInbox } from './mention-inbox.ts';
import { createPersonalStore } from './personal-store.ts';
import { createStore } from './store.ts';
import {
  alice,
  bob,
  carol,
  GENERAL,
  handClock,
  KELP,
  kelpOf,
  memberOf,
  newsPorts,
  reportsOf,
  said,
} from './testing/page-cast.ts';

const openInbox = async (kept = newsPorts()) => {
  const clock = handClock();
  const { report } = reportsOf();
  const personal = createPersonalStore(kept.personal, clock.after, report);
  await personal.loaded;
  const unread = {
    markOf: () => personal.get('read', { community: KELP, channel: GENERAL }) ?? { upTo: '', round: 0 },
    of: () => undefined,
    counts: createStore([]),
  };
  const unheard = new Set<MemberId>();
  const inbox = createMentionInbox({
    port: kept.mentions,
    personal,
    unread,
    isHeard: (author) => !unheard.has(author),
    after: clock.after,
    report,
  });
  const list = () => {
    clock.pass(100);
    return inbox.mentions.get().map(({ sentAt, isRead }) => [sentAt, isRead]);
  };
  const close = (): void => {
    inbox.dispose();
    personal.dispose();
  };
  return { inbox, personal, list, close, kept, clock, unheard };
};

test('the newest first; what was read in its channel is read here, and one can be put away alone; kept over a restart', async () => {
  const { inbox, personal, list, close, kept, clock } = await openInbox();
  inbox.add([
    { message: said(bob, 1), how: 'member' },
    { message: said(bob, 3), how: 'reply' },
  ]);
  inbox.add([{ message: said(bob, 2), how: 'everyone' }]);
  expect(list()).toEqual([
    [1_003, false],
    [1_002, false],
    [1_001, false],
  ]);
  const mark: PersonalEntry = { kind: 'read', community: KELP, channel: GENERAL, upTo: said(bob, 1).sortKey, round: 0 };
  personal.put(mark);
  const [newest] = inbox.mentions.get();
  if (newest !== undefined) inbox.putAway(newest);
  const now = [
    [1_003, true],
    [1_002, false],
    [1_001, true],
  ];
  expect(list()).toEqual(now);
  close();
  expect(clock.pending()).toBe(0);
  const again = await openInbox(kept);
  await eventually(() => expect(again.list()).toEqual(now));
});

test('who is blocked calls nobody while they are; what they said is there when they are not any more', async () => {
  const { inbox, list, unheard } = await openInbox();
  inbox.add([{ message: said(bob, 1), how: 'member' }]);
  inbox.add([{ message: said(carol, 2), how: 'member' }]);
  unheard.add(bob.member);
  inbox.heardChanged();
  expect(list()).toEqual([[1_002, false]]);
  unheard.clear();
  inbox.heardChanged();
  expect(list()).toHaveLength(2);
});

test('it keeps what anybody would read, and writes what came together at once', async () => {
  const { inbox, list, kept } = await openInbox();
  const writes = vi.spyOn(kept.mentions, 'add');
  inbox.add([0, 1, 2, 3, 4].map((n) => ({ message: said(bob, n), how: 'member' })));
  inbox.add(Array.from({ length: 300 }, (_, n) => ({ message: said(bob, 10 + n), how: 'member' })));
  inbox.add(Array.from({ length: 310 }, (_, n) => ({ message: said(bob, 1_000 + n), how: 'member' })));
  inbox.add([]);
  expect(writes.mock.calls.map(([mentions]) => mentions.length)).toEqual([5, 300, 300]);
  expect(list()).toHaveLength(300);
  expect(list()[0]).toEqual([2_309, false]);
  expect(await kept.mentions.load()).toHaveLength(300);
});

test('alice is called by name, by a role, as everyone by those who may, and by answers to her', async () => {
  const mine = said(alice, 1);
  const role = { id: 'everyone' as const, community: KELP, name: '', rank: 0, permissions: ['post' as const] };
  const called = createCalled(
    { messagesAt: async () => [mine] },
    {
      all: createStore(undefined),
      community: () => kelpOf(alice),
      channel: () => ({ id: GENERAL, kind: 'channel', isArchived: false, isPrivate: false, overrides: [] }) as never,
      dispose: () => undefined,
    },
    async () => ({ members: [memberOf(alice), { ...memberOf(bob), role: 'owner' }, memberOf(carol)], roles: [role] }),
  );
  const messages: MessageView[] = [
    said(bob, 2, { text: `<@${alice.member}>` }),
    said(bob, 3, { text: '<@everyone>' }),
    said(carol, 4, { text: '<@everyone>' }),
    said(carol, 5, { replyTo: { id: mine.id, sortKey: mine.sortKey } }),
    said(carol, 6, { replyTo: { id: 'another', sortKey: 'another' } }),
    said(alice, 7, { text: `<@${alice.member}>` }),
  ];
  const found = await called(messages);
  expect(messages.map(({ id }) => found.get(id))).toEqual([
    'member',
    'everyone',
    undefined,
    'reply',
    undefined,
    undefined,
  ]);
});
