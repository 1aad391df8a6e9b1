import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { linkAt, parseHttpUrl } from './link-text.ts';

type Part = { text: string; url?: string };

/** The text, cut at its links. */
const partsOf = (text: string): Part[] => {
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    const link = linkAt(text.slice(at));
    const last = parts.at(-1);
    if (link !== undefined) parts.push(link);
    else if (last !== undefined && last.url === undefined) last.text += text.charAt(at);
    else parts.push({ text: text.charAt(at) });
    at += link?.text.length ?? 1;
  }
  return parts;
};
/** The text with its links in ⟨ ⟩. */
const marked = (text: string): string =>
  partsOf(text)
    .map((part) => (part.url === undefined ? part.text : `⟨${part.text}⟩`))
    .join('');
const urlsIn = (text: string): string[] => partsOf(text).flatMap(({ url }) => url ?? []);

describe('alice reads a message with links', () => {
  test.each([
    ['no link here', 'no link here'],
    ['https://kelp.example', '⟨https://kelp.example⟩'],
    ['see https://kelp.example/a and http://reef.example.', 'see ⟨https://kelp.example/a⟩ and ⟨http://reef.example⟩.'],
    ['HTTPS://KELP.example/Path', '⟨HTTPS://KELP.example/Path⟩'],
    ['https://a.example\nhttps://b.example', '⟨https://a.example⟩\n⟨https://b.example⟩'],
    ['https://[::1]:80/x', '⟨https://[::1]:80/x⟩'],
    ['https://kelp.example/?q=a,b;c&d=(e)#f!g', '⟨https://kelp.example/?q=a,b;c&d=(e)#f!g⟩'],
  ])('%j', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  test.each([
    ['Have you seen https://kelp.example?', 'Have you seen ⟨https://kelp.example⟩?'],
    ['https://kelp.example!?...', '⟨https://kelp.example⟩!?...'],
    ['**https://kelp.example/a_b**', '**⟨https://kelp.example/a_b⟩**'],
    ['_https://kelp.example/_', '_⟨https://kelp.example/⟩_'],
    ['wait for https://kelp.example…', 'wait for ⟨https://kelp.example⟩…'],
    ['見て、https://kelp.example。', '見て、⟨https://kelp.example⟩。'],
    ['“https://kelp.example” «https://reef.example»', '“⟨https://kelp.example⟩” «⟨https://reef.example⟩»'],
    ['"https://kelp.example" `https://reef.example`', '"⟨https://kelp.example⟩" `⟨https://reef.example⟩`'],
    ['<https://kelp.example>', '<⟨https://kelp.example⟩>'],
    ['https://kelp.example/end.', '⟨https://kelp.example/end⟩.'],
  ])('the punctuation of the sentence is not the link’s: %s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  test.each([
    ['(see https://kelp.example/a)', '(see ⟨https://kelp.example/a⟩)'],
    ['https://wiki.example/Kelp_(alga)', '⟨https://wiki.example/Kelp_(alga)⟩'],
    ['(https://wiki.example/Kelp_(alga))', '(⟨https://wiki.example/Kelp_(alga)⟩)'],
    ['(https://wiki.example/Kelp_(alga).)', '(⟨https://wiki.example/Kelp_(alga)⟩.)'],
    ['[text](https://kelp.example)', '[text](⟨https://kelp.example⟩)'],
    ['[https://kelp.example/?a[0]=1]', '[⟨https://kelp.example/?a[0]=1⟩]'],
    ['{https://kelp.example}', '{⟨https://kelp.example⟩}'],
    ['https://kelp.example/)))', '⟨https://kelp.example/⟩)))'],
  ])('a bracket belongs to a link that opened it: %s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });
});

describe('mallory writes', () => {
  test.each([
    'javascript:alert(1)',
    'javascript://kelp.example/%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://kelp.example',
    'holdfast://join/abc',
    'www.kelp.example',
    'http://',
    'https://',
    'https://???',
    'http://:80',
    'http://a:99999/',
  ])('%s, which is no link', (text) => {
    expect(partsOf(text)).toEqual([{ text }]);
  });

  test('letters that look like others: the address is in punycode, the text as she wrote it', () => {
    expect(linkAt('https://аррӏе.com/login')).toEqual({
      text: 'https://аррӏе.com/login',
      url: 'https://xn--80ak6aa92e.com/login',
    });
  });

  test('a host that looks like a user name: the address goes where it says', () => {
    expect(new URL(urlsIn('https://bank.example@evil.example/')[0] ?? '').host).toBe('evil.example');
  });

  test('an address in numbers: it is written out', () => {
    expect(urlsIn('http://0x7f.1/')).toEqual(['http://127.0.0.1/']);
  });

  test('an address that is far too long: it is text', () => {
    expect(urlsIn(`https://kelp.example/${'a'.repeat(2_000)}`)).toHaveLength(1);
    expect(urlsIn(`https://kelp.example/${'a'.repeat(2_100)}`)).toEqual([]);
    expect(urlsIn(`https://kelp.example/${'ж'.repeat(400)}`)).toEqual([]);
    // nor is its beginning a link that ends where people's punctuation would
    expect(urlsIn(`https://kelp.example/${'a'.repeat(2_020)}........${'a'.repeat(100)}`)).toEqual([]);
  });

  test.each([')', ']', '.', '(', '([{', ')]}'])('8,000 times %s, and the page does not stand still', (letters) => {
    const text = `https://kelp.example/${letters.repeat(8_000 / letters.length)}`;
    const started = performance.now();
    linkAt(text);
    // One walk takes well under a millisecond; a walk for each letter took 800.
    expect(performance.now() - started).toBeLessThan(200);
  });
});

test('a parsed address is http or https and has a host', () => {
  expect(parseHttpUrl('https://kelp.example')?.href).toBe('https://kelp.example/');
  expect(parseHttpUrl('HTTP://KELP.EXAMPLE')?.href).toBe('http://kelp.example/');
  expect(['mailto:a@b.example', 'blob:https://a.example/1', 'kelp.example', ''].map(parseHttpUrl)).toEqual(
    Array(4).fill(undefined),
  );
});

test('the text is only cut, never changed, whatever it is', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom(
      'http://',
      'https://',
      'HTTPS://',
      '://',
      ' ',
      '\n',
      '(',
      ')',
      ']',
      '{',
      '}',
      '.',
      '…',
      '@',
      'javascript:',
    ),
  );
  let links = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const parts = partsOf(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      expect(parts.filter((part) => part.text === '')).toEqual([]);
      for (const part of parts) {
        if (part.url === undefined) continue;
        links += 1;
        expect(part.url).toMatch(/^https?:\/\/[^/]/);
        expect(part.text).toMatch(/^https?:\/\//i);
        expect(part.text).not.toMatch(/\s/);
        expect(new URL(part.text).href).toBe(part.url);
      }
    }),
    { numRuns: 1_000, seed: 3 },
  );
  expect(links).toBeGreaterThan(500);
});
