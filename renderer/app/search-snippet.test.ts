import { expect, test } from 'vitest';

import { snippetOf } from './search-snippet.ts';

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
