import raw from 'emojibase-data/en/compact.json';
import codes from 'emojibase-data/en/shortcodes/joypixels.json';
import { expect, test } from 'vitest';

import { opSchemas } from '../../../shared/lanes/op-schemas.ts';
import { createEmojiBook, EMOJI_GROUPS, findEmoji, inTone, withEmoji } from './emoji-book.ts';

const book = createEmojiBook(raw, codes);
const found = (typed: string): string[] => findEmoji(book, typed, 8).map(({ emoji }) => emoji);

test('all of them are there, in every group, and each can be a reaction, in every tone', () => {
  expect(book.all.length).toBeGreaterThan(1_800);
  expect(new Set(book.all.map(({ group }) => group))).toEqual(new Set(EMOJI_GROUPS));
  for (const { emoji, tones } of book.all) {
    for (const one of [emoji, ...tones]) expect(opSchemas.react.shape.emoji.safeParse(one).success, one).toBe(true);
    expect([0, 5]).toContain(tones.length);
  }
});

test.each([
  ['thumbs', '👍'],
  ['+1', '👍'],
  ['smil', '😄'],
  ['red heart', '❤️'],
  ['joy', '😂'],
  ['heart hands', '🫶'],
  ['germany', '🇩🇪'],
])('“%s” finds %s', (typed, emoji) => expect(found(typed)).toContain(emoji));

test('nothing is found by nothing, and by what is no word of any', () => {
  expect(found('')).toEqual([]);
  expect(found('qqqq')).toEqual([]);
});

test('a skin tone is put on what has skin', () => {
  const [wave, wheel] = ['👋', '🛞'].map((emoji) => book.byEmoji.get(emoji));
  expect(wave && inTone(wave, 4)).toBe('👋🏾');
  expect(wheel && inTone(wheel, 4)).toBe('🛞');
});

test('short codes typed in full become emoji, and nothing else does', () => {
  const text = 'hi :wave: 12:30:45 :nonsense: :tada::tada:';
  expect(withEmoji(text, text, book, 1)).toBe('hi 👋🏻 12:30:45 :nonsense: 🎉🎉');
});
