import { describe, expect, test } from 'vitest';

import { alice, bob, said } from './testing/page-cast.ts';
import { timelineRows } from './timeline-rows.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const inUtc = (at: number): string => new Date(at).toISOString().slice(0, 10);
const NOON = Date.UTC(2026, 2, 29, 12);

/** Who writes when, in the order shown. */
const shown = (...messages: (readonly [typeof alice, number])[]) =>
  messages.map(([who, sentAt], n) => said(who, n, { sentAt }));

/** Rows in short: a day by its date, a message by its author, in capitals where it begins a group. */
const inShort = (messages: ReturnType<typeof shown>): string[] =>
  timelineRows(messages, undefined, inUtc).map((row) => {
    if (row.kind !== 'message') return inUtc(row.at);
    return row.first ? row.message.authorName.toUpperCase() : row.message.authorName;
  });

describe('what is new', () => {
  const rowsAfter = (divider: number, ...messages: (readonly [typeof alice, number])[]): string[] => {
    const all = shown(...messages);
    const after = all[divider]?.sortKey ?? '';
    return timelineRows(all, { after, me: alice.member }, inUtc).map((row) =>
      row.kind === 'message' ? row.message.text : `${row.kind}${row.kind === 'new' && row.day ? ' with a day' : ''}`,
    );
  };

  test('begins with the first message of somebody else after the mark', () => {
    expect(rowsAfter(0, [bob, NOON], [alice, NOON], [bob, NOON], [bob, NOON])).toEqual([
      'day',
      'message 0',
      'message 1',
      'new',
      'message 2',
      'message 3',
    ]);
  });

  test('and takes the place of a day that begins there', () => {
    expect(rowsAfter(0, [bob, NOON], [bob, NOON + DAY])).toEqual(['day', 'message 0', 'new with a day', 'message 1']);
  });

  test('nothing is new where only oneself wrote since', () => {
    expect(rowsAfter(0, [bob, NOON], [alice, NOON])).toEqual(['day', 'message 0', 'message 1']);
  });

  test('the first new message begins a group', () => {
    const all = shown([bob, NOON], [bob, NOON]);
    const rows = timelineRows(all, { after: all[0]?.sortKey ?? '', me: alice.member }, inUtc);
    expect(rows.flatMap((row) => (row.kind === 'message' ? [row.first] : []))).toEqual([true, true]);
  });
});

describe('groups', () => {
  test('an empty channel has no rows', () => expect(timelineRows([])).toEqual([]));

  test('what one person writes within five minutes of their first words is one group', () => {
    const at = [0, 1, 5].map((minutes) => NOON + minutes * MINUTE);
    expect(inShort(shown(...at.map((when) => [alice, when] as const)))).toEqual([
      '2026-03-29',
      'ALICE',
      'alice',
      'alice',
    ]);
    expect(inShort(shown([alice, NOON], [alice, NOON + 5 * MINUTE + 1]))).toEqual(['2026-03-29', 'ALICE', 'ALICE']);
  });

  test('the five minutes count from the beginning of the group, not from the message before', () => {
    const at = [0, 3, 6, 9].map((minutes) => NOON + minutes * MINUTE);
    expect(inShort(shown(...at.map((when) => [alice, when] as const))).slice(1)).toEqual([
      'ALICE',
      'alice',
      'ALICE',
      'alice',
    ]);
  });

  test('somebody else in between begins a group, and so does who goes on after them', () => {
    const rows = inShort(shown([alice, NOON], [bob, NOON + 1], [bob, NOON + 2], [alice, NOON + 3]));
    expect(rows.slice(1)).toEqual(['ALICE', 'BOB', 'bob', 'ALICE']);
  });

  test('two people of one name are two people', () => {
    const messages = [said(alice, 1), said(bob, 2, { authorName: alice.name })];
    expect(inShort(messages).slice(1)).toEqual(['ALICE', 'ALICE']);
  });

  test('a clock set back by more than five minutes begins a group too', () => {
    const rows = inShort(shown([alice, NOON], [alice, NOON - 5 * MINUTE], [alice, NOON - 6 * MINUTE]));
    expect(rows.slice(1)).toEqual(['ALICE', 'alice', 'ALICE']);
  });
});

describe('days', () => {
  test('each begins with a line, and a group does not reach over midnight', () => {
    const midnight = Date.UTC(2026, 2, 30);
    expect(inShort(shown([alice, midnight - 1], [alice, midnight], [alice, midnight + DAY]))).toEqual([
      '2026-03-29',
      'ALICE',
      '2026-03-30',
      'ALICE',
      '2026-03-31',
      'ALICE',
    ]);
  });

  test('a day that comes twice, because clocks disagree, has two lines with keys of their own', () => {
    const messages = shown([alice, NOON], [bob, NOON + DAY], [alice, NOON + MINUTE]);
    expect(inShort(messages)).toEqual(['2026-03-29', 'ALICE', '2026-03-30', 'BOB', '2026-03-29', 'ALICE']);
    const keys = timelineRows(messages, undefined, inUtc).map(({ key }) => key);
    expect(new Set(keys).size).toBe(6);
  });

  test('keys follow the messages, so that reading earlier ones changes only the line above them', () => {
    const messages = shown([alice, NOON], [alice, NOON + 1], [bob, NOON + 2], [bob, NOON + DAY]);
    const keysOf = (from: number): string[] =>
      timelineRows(messages.slice(from), undefined, inUtc).map(({ key }) => key);
    expect(keysOf(0).slice(-4)).toEqual(keysOf(1).slice(-4));
    expect(keysOf(1).slice(1)).toEqual(keysOf(0).slice(2));
  });

  test('are those of the place where the reader is', () => {
    const midnight = new Date(2026, 5, 15).getTime();
    const kinds = timelineRows(shown([alice, midnight - 1], [alice, midnight], [alice, midnight + DAY - 1]));
    expect(kinds.map(({ kind }) => kind)).toEqual(['day', 'message', 'day', 'message', 'message']);
    const monthLater = new Date(2026, 6, 15).getTime();
    expect(
      timelineRows(shown([alice, midnight], [alice, monthLater])).filter(({ kind }) => kind === 'day'),
    ).toHaveLength(2);
  });
});

test('an answer begins a group, and so does another thread; what follows in the same thread does not', () => {
  const ref = { id: 'root.0', sortKey: '1' };
  const other = { id: 'other.0', sortKey: '2' };
  const changes = [{}, {}, { replyTo: ref }, { thread: ref }, { thread: ref }, { thread: other }, {}];
  const rows = timelineRows(
    changes.map((change, n) => said(alice, n, { sentAt: NOON, ...change })),
    undefined,
    inUtc,
  );
  const begins = rows.flatMap((row) => (row.kind === 'message' ? [row.first] : []));
  expect(begins).toEqual([true, false, true, true, false, true, true]);
});
