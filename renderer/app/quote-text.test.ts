import fc from 'fast-check';
import { expect, test } from 'vitest';

import { MAX_TEXT_LENGTH } from '../../shared/lanes/op-schemas.ts';
import { asLetters, quoteText } from './quote-text.ts';
import { parseMarkup } from './text/parse-markup.ts';

const from = (author: string, place: string): string => `— ${author}, ${place}`;
const quoted = { text: 'one\ntwo', author: 'Alice', place: '#general', link: 'holdfast://message#x', comment: '' };

test('each line is quoted; whose words they are, and a comment, stand outside', () => {
  expect(quoteText(quoted, from)).toBe('> one\n> two\n— Alice, #general holdfast://message#x');
  expect(quoteText({ ...quoted, comment: ' Look! ' }, from)).toMatch(/^Look!\n\n> one\n/);
});

test.each([
  '**Bob**',
  '`Bob`',
  '[Bob](https://trap.invalid/)',
  'https://trap.invalid/ http://a.example',
  ':wave:',
  '||Bob|| ~~x~~ _y_ \\',
])('the name %j is letters in a message, and nothing else', (name) => {
  expect(parseMarkup(`— ${asLetters(name)}`)).toEqual({
    blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text: `— ${name}` }] }],
    isBigEmoji: false,
  });
});

test('a name that reads like a mention calls nobody', () => {
  expect(asLetters(`<@${'A'.repeat(43)}>`)).not.toMatch(/[<>]/);
});

test('it is never longer than a message may be, keeps the link, and cuts no character in two', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '🌊', 'é'), minLength: 7_000, maxLength: 8_000 });
  fc.assert(
    fc.property(text, (long) => {
      const made = quoteText({ ...quoted, text: long, comment: 'x'.repeat(500) }, from);
      expect(made.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
      expect(made.endsWith(quoted.link)).toBe(true);
      expect(encodeURI(made).length).toBeGreaterThan(0); // throws at half a character
    }),
    { numRuns: 20 },
  );
});
