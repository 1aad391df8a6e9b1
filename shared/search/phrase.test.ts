import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

import { piecesOf, placedPiecesOf } from './pieces.ts';
import { marksOf, matchesAll } from './phrase.ts';
import { termsIn, wantedFor } from './terms.ts';
import { wantedWords } from './wanted-words.ts';

const finds = (query: string, text: string): boolean => matchesAll(wantedWords(query), text);
const marked = (query: string, text: string): string[] =>
  marksOf(wantedWords(query), text).map(({ from, to }) => text.slice(from, to));

test('a mention is no word, and marks stand where they stood', () => {
  const token = `<@${'Ab-_'.repeat(10)}abc>`;
  expect(termsIn(`tide ${token} high`)).toEqual(termsIn('tide high'));
  expect(marked('high', `tide ${token} high é`)).toEqual(['high']);
  expect(finds('ab', `tide ${token}`)).toBe(false);
});

describe('what a query finds', () => {
  test.each([
    ['tide', 'The TIDE is high', true],
    ['tid', 'The tide is high', true],
    ['tid high', 'The tide is high', false],
    ['tid ', 'The tide is high', false],
    ['ide', 'The tide is high', false],
    ['high tide', 'The tide is high', true],
    ['"high tide"', 'The tide is high', false],
    ['"tide is"', 'The tide, is high', true],
    ['“tide is”', 'The tide is high', true],
    ['"tid"', 'The tide is high', false],
    ['grosse', 'Größe', true],
    ['grösse', 'Größe', true],
    ['strasse', 'Hauptstraße, Straße', true],
    ['resume', 'Résumé', true],
    ['résumé', 'resume', true],
    ['ｆｕｌｌ', 'full width', true],
    ['έλξη', 'ΕΛΞΗ', true],
    ['οδος', 'ΟΔΌΣ', true],
    ['istanbul', 'İSTANBUL', true],
    ['ёлка', 'елка', true],
    ['東京', '明日東京へ行く', true],
    ['京', '明日東京へ行く', true],
    ['東へ', '明日東京へ行く', false],
    ['カナ', 'ﾊﾝｶｸｶﾅ', true],
    ['がっこう', 'かっこう', false],
    ['한국', '한국어를 배워요', true],
    ['ประเทศ', 'ในประเทศไทย', true],
    ['مدرسة', 'مَدْرَسَة', true],
    ['iphone手机', 'iPhone 手机', true],
    ['e-mail', 'my e mail', true],
    ['e-mail', 'mail me', false],
    ['🌊', 'look 🌊🌊', true],
    ['हिन्दी', 'मुझे हिन्दी आती है', true],
  ])('%s in “%s”: %s', (query, text, isFound) => {
    expect(finds(query, text)).toBe(isFound);
  });

  test('marks stand where the words stand in the text as it was written', () => {
    expect(marked('resume', 'My Résumé, my RESUME.')).toEqual(['Résumé', 'RESUME']);
    expect(marked('tid', 'Tides and tide pools')).toEqual(['Tides', 'tide']);
    expect(marked('東京', '明日東京へ、東京から')).toEqual(['東京', '東京']);
    expect(marked('"high tide"', 'a high, tide; high')).toEqual(['high, tide']);
    expect(marked('straße', 'In der Strasse')).toEqual(['Strasse']);
    expect(marked('kelp reef', 'Reef, kelp, reef')).toEqual(['Reef', 'kelp', 'reef']);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'Tide',
          ' ',
          'é',
          'e\u0301',
          '検',
          '索',
          'ก็',
          'ข',
          '한',
          'ﾊﾟ',
          'ﷺ',
          '½',
          '™',
          '-',
          'ß',
          '👩‍👩‍👧',
          '\u0301',
        ),
      )
      .map((parts) => parts.join('')),
  );

  test('plain text is cut the same way fast and slowly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (text) => {
        expect(piecesOf(text)).toEqual(placedPiecesOf(text).map((piece) => ({ text: piece.text, isRun: piece.isRun })));
      }),
    );
  });

  test('short signs are folded once, and long ones are not kept in memory', () => {
    const folds = vi.spyOn(String.prototype, 'normalize');
    const timesFolded = (text: string): number => {
      folds.mockClear();
      placedPiecesOf(text);
      placedPiecesOf(text);
      return folds.mock.contexts.filter((one) => String(one).startsWith(text.slice(0, 1))).length;
    };
    expect(timesFolded(`ḏ${'\u0331'.repeat(8)}`)).toBeLessThanOrEqual(2);
    expect(timesFolded(`ṯ${'\u0331'.repeat(4_000)}`)).toBeGreaterThanOrEqual(2);
    folds.mockRestore();
  });

  test('whatever matches a text stands in the index under its terms', () => {
    let matched = 0;
    fc.assert(
      fc.property(anyText, fc.nat(20), fc.nat(12), anyText, (text, from, length, other) => {
        for (const query of [text.slice(from, from + length), other]) {
          const phrases = wantedWords(query);
          if (phrases.length === 0 || !matchesAll(phrases, text)) continue;
          matched += 1;
          const terms = [...termsIn(text)];
          for (const { term, isBegun } of phrases.flatMap(wantedFor)) {
            expect(terms.some((one) => (isBegun ? one.startsWith(term) : one === term))).toBe(true);
          }
          for (const { from: start, to } of marksOf(phrases, text)) expect(start).toBeLessThan(to);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(matched).toBeGreaterThan(500);
  });
});
