import raw from 'emojibase-data/en/compact.json';
import codes from 'emojibase-data/en/shortcodes/joypixels.json';
import { expect, test } from 'vitest';

import { channelId, memberId, opId } from '../../shared/base/ids.ts';
import type { ChannelView, MemberView, RoleView } from '../../shared/model/views.ts';
import { createEmojiBook } from './emoji/emoji-book.ts';
import { createNames } from './names.ts';
import { askedAt, emojiSuggestions, mentionSuggestions } from './suggestions.ts';

const id = (fill: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (i < 2 ? fill >> (8 * i) : 9) & 255);
const member = (name: string, n: number) =>
  ({ id: memberId(id(n)), name, status: 'active', roles: [] }) as unknown as MemberView;
const people = ['Bob', 'Bobby Tables', 'Carol Abbott', 'Rob', 'Ébène'].map(member);
const roles = [{ id: opId(id(900)), name: 'Boat crew' }] as unknown as RoleView[];
const channels = ['general', 'boats'].map((name, i) => ({ id: channelId(id(950 + i)), name, kind: 'channel' }));
const names = createNames(undefined, people, roles, channels as unknown as ChannelView[]);

const offered = (text: string, mayCallAll = true): string[] => {
  const asked = askedAt(text, text.length);
  return asked === undefined ? [] : mentionSuggestions(asked, names, mayCallAll).map(({ key }) => key);
};

test.each([
  ['hi @bob', ['@Bob', '@Bobby Tables']],
  ['@bo', ['@Bob', '@Bobby Tables', '@Boat crew', '@Carol Abbott']],
  ['(@crew', ['@Boat crew']],
  ['@ct', ['@Carol Abbott']],
  ['see #b', ['#boats']],
  ['@every', ['@everyone']],
  ['@éb', ['@Ébène']],
  ['mail@bob', []],
  ['@bob ', []],
  ['@zzz', []],
])('%j offers %j', (text, expected) => expect(offered(text)).toEqual(expected));

test('roles and everyone are offered only to those who may call them', () => {
  expect(offered('@boat', false)).toEqual([]);
  expect(offered('@every', false)).toEqual([]);
});

test('emoji are offered from two letters on, and not in times and addresses', () => {
  const asked = askedAt('nice :wav', 9);
  const book = createEmojiBook(raw, codes);
  expect(asked && emojiSuggestions(asked, book, 5)[0]).toMatchObject({ emoji: '👋🏿', code: 'wave' });
  for (const text of ['12:30', 'https://x', ':w', ': wave', 'a:wave'])
    expect(askedAt(text, text.length)).toBeUndefined();
});

test('among 1,000 members the right one is found', () => {
  const crowd = createNames(
    undefined,
    Array.from({ length: 1_000 }, (_, i) => member(`Sailor ${i}`, i)),
    [],
    [],
  );
  const asked = askedAt('@999', 4);
  expect(asked && mentionSuggestions(asked, crowd, false).map(({ key }) => key)).toEqual(['@Sailor 999']);
});
