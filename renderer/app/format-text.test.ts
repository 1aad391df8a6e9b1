import { expect, test } from 'vitest';

import { formatSelection, isInCode, isInFence } from './format-text.ts';

/** `[` and `]` stand for the selection. */
const after = (shown: string, format: 'bold' | 'italic' | 'code'): string => {
  const [from, to] = [shown.indexOf('['), shown.indexOf(']') - 1];
  const text = shown.replace('[', '').replace(']', '');
  const done = formatSelection(text, from, to, format);
  const next = text.slice(0, done.from) + done.text + text.slice(done.to);
  return `${next.slice(0, done.selectFrom)}[${next.slice(done.selectFrom, done.selectTo)}]${next.slice(done.selectTo)}`;
};

test.each([
  ['a [word] b', 'bold', 'a **[word]** b'],
  ['a **[word]** b', 'bold', 'a [word] b'],
  ['[]', 'bold', '**[]**'],
  ['**[]**', 'bold', '[]'],
  ['**[word]**', 'italic', '***[word]***'],
  ['***[word]***', 'italic', '**[word]**'],
  ['*[word]*', 'italic', '[word]'],
  ['run [ls]', 'code', 'run `[ls]`'],
] as const)('%s, %s: %s', (shown, format, expected) => expect(after(shown, format)).toBe(expected));

test('between a fence and its end one writes code', () => {
  expect(isInFence('```js\nlet a', 11)).toBe(true);
  expect(isInFence('```js\nlet a\n```\nb', 17)).toBe(false);
  expect(isInFence('no ``` here', 11)).toBe(false);
});

test.each([
  ['say :wave:|', false],
  ['say `:wave:|', true],
  ['say `:wave:|`', true],
  ['say `code` :wave:|', false],
  ['say ``a ` :wave:|', true],
  ['a lone ` here\nand :wave:|', false],
  ['```\n:wave:|', true],
  ['```\n:wave:\n```\n:wave:|', false],
])('%j is code at the caret: %s', (shown, isCode) =>
  expect(isInCode(shown.replace('|', ''), shown.indexOf('|'))).toBe(isCode),
);
