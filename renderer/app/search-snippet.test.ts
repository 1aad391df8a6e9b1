import { expect, test } from 'vitest';

import { marksIn, snippetOf } from './search-snippet.ts';
import { bob, said } from './testing/page-cast.ts';

const shown = (text: string, marks: { from: number; to: number }[]): string =>
  snippetOf(text, marks)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');

test('a short text is shown whole, with what was found in it', () => {
  expect(
    shown('The tide is high', [
      { from: 4, to: 8 },
      { from: 12, to: 16 },
    ]),
  ).toBe('The [tide] is [high]');
  expect(shown('The tide', [])).toBe('The tide');
});

test('of a long text the part around what was found is shown, from the beginning of a word', () => {
  const text = `${'kelp '.repeat(40)}tide ${'reef '.repeat(90)}`;
  const cut = shown(text, [{ from: 200, to: 204 }]);
  expect(cut).toMatch(/^…kelp (kelp )+\[tide\] reef /);
  expect(cut).toMatch(/…$/);
  expect(cut.length).toBeLessThan(260);
});

test('no sign is cut in two', () => {
  const text = `${'🌊'.repeat(100)}tide`;
  expect(shown(text, [{ from: 200, to: 204 }])).toMatch(/^…(🌊)+\[tide\]$/u);
  expect(shown(`a${'🌊'.repeat(200)}`, [])).toMatch(/^a(🌊)+…$/u);
});

test('what was found is marked in the words as they are shown, and not in what they hide', () => {
  const text = 'The **high** tide ||is at six||';
  const marks = [
    { from: 6, to: 17 },
    { from: 20, to: 22 },
  ];
  expect(text.slice(6, 17) + text.slice(20, 22)).toBe('high** tideis');
  const words = 'The high tide (spoiler)';
  expect(marksIn(words, { message: said(bob, 1, { text }), marks })).toEqual([{ from: 4, to: 13 }]);
});
