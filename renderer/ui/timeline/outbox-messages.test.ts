import { expect, test } from 'vitest';

import { answeredOf } from '../../app/answered.ts';
import type { OutboxEntry } from '../../app/outbox.ts';
import { alice, bob, carol, GENERAL, KELP, kelpOf, said, saidMany } from '../../app/testing/page-cast.ts';
import { outboxMessages } from './outbox-messages.ts';

const entry = (key: string, text: string, at: number): OutboxEntry => ({
  key,
  community: KELP,
  channel: GENERAL,
  text,
  at,
  state: { kind: 'saving' },
});

test("alice's texts on their way look like messages of hers", () => {
  expect(outboxMessages([entry('5000-1', 'hello', 5_000)], kelpOf(alice), 'alice', [])).toMatchObject([
    {
      id: '5000-1',
      community: KELP,
      channel: GENERAL,
      author: alice.member,
      authorName: 'alice',
      device: alice.device,
      text: 'hello',
      sentAt: 5_000,
    },
  ]);
});

test('they stand after everything that is saved, in the order they were sent', () => {
  const shown = outboxMessages(
    [entry('5000-1', 'one', 5_000), entry('5000-2', 'two', 5_000)],
    kelpOf(alice),
    'alice',
    [],
  );
  expect(shown.map(({ text }) => text)).toEqual(['one', 'two']);
  const last = said(alice, 1, { sortKey: `${'f'.repeat(16)}.${'_'.repeat(43)}.63` });
  for (const message of [...saidMany(0, 5), last]) {
    for (const waiting of shown) expect(waiting.sortKey > message.sortKey).toBe(true);
  }
});

test('they say what they answer and whose thread they are for', () => {
  const [answers, begins] = [said(bob, 1), said(carol, 2)];
  const held = { ...entry('5000-1', 'one', 5_000), replyTo: answeredOf(answers), thread: answeredOf(begins) };
  expect(outboxMessages([held], kelpOf(alice), 'alice', [])).toMatchObject([
    { replyTo: { id: answers.id, sortKey: answers.sortKey }, thread: { id: begins.id, sortKey: begins.sortKey } },
  ]);
});

test('no receipt can claim to hold them', () => {
  const [waiting] = outboxMessages([entry('5000-1', 'one', 5_000)], kelpOf(alice), 'alice', []);
  expect(waiting?.seq).toBeGreaterThan(2 ** 48);
});

test('who is not a member yet has none', () => {
  expect(outboxMessages([entry('5000-1', 'one', 5_000)], { ...kelpOf(alice), me: undefined }, 'alice', [])).toEqual([]);
});

test('what the timeline shows already is not shown twice, and of two alike one is', () => {
  const both = [entry('5000-1', 'hello', 5_000), entry('5001-2', 'hello', 5_001)];
  const shown = (messages: Parameters<typeof outboxMessages>[3]) =>
    outboxMessages(both, kelpOf(alice), 'alice', messages).map(({ id }) => id);
  const saved = said(alice, 1, { text: 'hello', sentAt: 5_003 });
  expect(shown([saved])).toEqual(['5001-2']);
  expect(shown([saved, said(alice, 2, { text: 'hello', sentAt: 5_004 })])).toEqual([]);
});

test.each([
  ['of somebody else', said(bob, 1, { text: 'hello', sentAt: 5_003 })],
  ['of before', said(alice, 1, { text: 'hello', sentAt: 4_999 })],
  ['with other words', said(alice, 1, { text: 'hello!', sentAt: 5_003 })],
])('a message %s does not stand for a text on its way', (_, other) => {
  expect(outboxMessages([entry('5000-1', 'hello', 5_000)], kelpOf(alice), 'alice', [other])).toHaveLength(1);
});

test('a text that failed stays, whatever is shown', () => {
  const failed = { ...entry('5000-1', 'hello', 5_000), state: { kind: 'failed', message: 'no room' } } as const;
  const alike = said(alice, 1, { text: 'hello', sentAt: 5_003 });
  expect(outboxMessages([failed], kelpOf(alice), 'alice', [alike])).toHaveLength(1);
});
