import { expect, test } from 'vitest';

import { COMMON_EMOJI, oneEmoji } from './one-emoji.ts';

test('one emoji is taken as it is, whatever it is made of, without the space around it', () => {
  for (const emoji of [...COMMON_EMOJI, '👩🏽‍🚀', '🇩🇪', '3️⃣', '🏴‍☠️']) expect(oneEmoji(` ${emoji} `)).toBe(emoji);
});

test('words, digits, two of them and nothing are not', () => {
  for (const text of ['', ' ', 'lol', '7', '!', '👍👍', '👍 ok', '👍'.repeat(20)])
    expect(oneEmoji(text)).toBeUndefined();
});
