import fc from 'fast-check';
import { expect, test } from 'vitest';

import { formatPhrase, parsePhrase } from './recovery-phrase.ts';

test('24 words say what they were made from, also numbered, in capitals and over several lines', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (root) => {
      const phrase = formatPhrase(root);
      const words = phrase.split(' ');
      expect(words).toHaveLength(24);
      const typed = words.map((word, i) => `${i + 1}. ${word.toUpperCase()},`).join('\n');
      expect(parsePhrase(phrase)).toEqual(root);
      expect(parsePhrase(typed)).toEqual(root);
    }),
    { numRuns: 50 },
  );
});

test('[DV-1] the phrase is that of BIP39: the list’s first word 23 times, and the check word', () => {
  expect(formatPhrase(new Uint8Array(32))).toBe(`${'abandon '.repeat(23)}art`);
});

test('a missing, swapped or unknown word is found', () => {
  const words = formatPhrase(Uint8Array.from({ length: 32 }, (_, i) => i * 7)).split(' ');
  const [first, second, ...rest] = words;
  expect(parsePhrase(words.slice(1).join(' '))).toBeUndefined();
  expect(parsePhrase([second, first, ...rest].join(' '))).toBeUndefined();
  expect(parsePhrase(['kelp', second, ...rest].join(' '))).toBeUndefined();
  expect(parsePhrase('')).toBeUndefined();
  expect(parsePhrase('abandon '.repeat(5_000))).toBeUndefined();
});
