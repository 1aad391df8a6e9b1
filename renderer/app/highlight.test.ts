import { expect, test } from 'vitest';

import { highlight } from './highlight.ts';
import { MAX_NODES } from './text/parse-markup.ts';

const textOf = (parts: ReturnType<typeof highlight>): string => (parts ?? []).map(({ text }) => text).join('');

test('code is coloured, and stays the same', () => {
  const code = 'const a = "kelp"; // 1';
  const parts = highlight('js', code);
  expect(textOf(parts)).toBe(code);
  expect(parts?.map(({ style }) => style)).toContain('keyword');
  expect(highlight('kelpish', code)).toBeUndefined();
});

test('code in more parts than a page can draw has no colours', () => {
  const few = '1 a '.repeat(300);
  expect(textOf(highlight('js', few))).toBe(few);
  expect(highlight('js', few)?.length).toBeLessThanOrEqual(MAX_NODES);
  expect(highlight('js', '1 a '.repeat(1_900))).toBeUndefined();
});

test('the same code is coloured once', () => {
  const code = 'let again = 1;';
  expect(highlight('js', code)).toBe(highlight('js', code));
  expect(highlight('ts', code)).not.toBe(highlight('js', code));
});
