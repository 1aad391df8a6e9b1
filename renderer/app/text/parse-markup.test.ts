import { describe, expect, test } from 'vitest';

import { memberId } from '../../../shared/base/ids.ts';
import type { Block, Inline, List } from './markup.ts';
import { parseMarkup } from './parse-markup.ts';

const bob = memberId(new Uint8Array(32).fill(2));

const SIGNS = { strong: 'B', emphasis: 'I', underline: 'U', strike: 'S', spoiler: '?' } as const;

/** `B(bold)`, `⟨link⟩`, `code` in ticks. */
const inline = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'code':
          return `\`${node.text}\``;
        case 'mention':
          return `@${node.mention.kind}`;
        case 'message':
          return '✉';
        case 'link':
          return `⟨${inline(node.children)}→${node.url}⟩`;
        default:
          return `${SIGNS[node.kind]}(${inline(node.children)})`;
      }
    })
    .join('');

const list = ({ start, items }: List): string =>
  `${start === undefined ? '-' : start}[${items
    .map(({ children, lists }) => [inline(children), ...lists.map(list)].join(' '))
    .join(' | ')}]`;

const block = (one: Block): string => {
  switch (one.kind) {
    case 'paragraph':
      return inline(one.children);
    case 'heading':
      return `h${one.level}(${inline(one.children)})`;
    case 'code':
      return `code:${one.language}(${one.text})`;
    case 'quote':
      return `>(${one.children.map(block).join(' / ')})`;
    case 'list':
      return list(one);
  }
};

const shown = (text: string): string => parseMarkup(text).blocks.map(block).join(' / ');

describe('within a line', () => {
  test.each([
    ['just words', 'just words'],
    ['**bold** and *italic* and _italic_', 'B(bold) and I(italic) and I(italic)'],
    ['__under__ ~~gone~~', 'U(under) S(gone)'],
    ['***both*** ___both___ **__both__**', 'I(B(both)) I(U(both)) B(U(both))'],
    ['snake_case_name 2*3*4 a ~ b', 'snake_case_name 2I(3)4 a ~ b'],
    ['`**code**` ``a`b``', '`**code**` `a`b`'],
    ['\\*not\\*', '*not*'],
    ['He ||dies **slowly** here||!', 'He ?(dies B(slowly) here)!'],
    ['a || b ||||', 'a ?( b )||'],
    ['||x a|b |', '||x a|b |'],
    ['**||both||** ||https://kelp.example||', 'B(?(both)) ?(⟨https://kelp.example→https://kelp.example/⟩)'],
    ['see https://kelp.example/a_b_c*d*.', 'see ⟨https://kelp.example/a_b_c*d→https://kelp.example/a_b_c*d⟩*.'],
    ['**https://kelp.example**', 'B(⟨https://kelp.example→https://kelp.example/⟩)'],
    ['[here](https://kelp.example/x)', '⟨here→https://kelp.example/x⟩'],
    ['<https://kelp.example>', '⟨https://kelp.example→https://kelp.example/⟩'],
    [
      '[x](javascript:alert(1)) <javascript:alert(1)> javascript://x',
      '[x](javascript:alert(1)) <javascript:alert(1)> javascript://x',
    ],
    ['![x](https://kelp.example/x.png)', '!⟨x→https://kelp.example/x.png⟩'],
    ['<b>&amp;</b> <img src=x onerror=alert(1)>', '<b>&amp;</b> <img src=x onerror=alert(1)>'],
    [`hi <@${bob}>, <@everyone>!`, 'hi @member, @everyone!'],
    [`\`<@${bob}>\``, `\`<@${bob}>\``],
  ])('%j', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('line by line', () => {
  test.each([
    ['one\n  two\n\n\nthree', 'one\n  two\n\n\nthree'],
    ['# Big\nwords\n### Small', 'h1(Big) / words / h3(Small)'],
    ['#channel\n#### no', '#channel\n#### no'],
    ['> quoted\nanswer', '>(quoted) / answer'],
    ['> one\n> **two**\n>\n> three', '>(one\nB(two)\n\nthree)'],
    ['> > deep\n> less', '>(>(deep) / less)'],
    ['>>> all\nof it', '>(all\nof it)'],
    ['>:( >_>', '>:( >_>'],
    ['```js\nlet a = 1;\n\n  b\n```\nafter', 'code:js(let a = 1;\n\n  b) / after'],
    ['```\n# no heading\n> no quote\n```', 'code:(# no heading\n> no quote)'],
    ['```one line```', 'code:(one line)'],
    ['```two words\nmore```', 'code:(two words\nmore)'],
    ['```js\nwithout an end', '```js\nwithout an end'],
    ['> ```py\n> x = 1\n> ```', '>(code:py(x = 1))'],
    ['- a\n- b\n  - c\n    - d\n- e\nafter', '-[a | b -[c -[d]] | e] / after'],
    ['3. a\n4. b\n- c', '3[a | b] / -[c]'],
    ['* a\n  more of a\n* **b**', '-[a\nmore of a | B(b)]'],
    ['- \n-\n1.\n-1', '-\u0020\n-\n1.\n-1'],
    ['a - b\n2024. was a year', 'a - b / 2024[was a year]'],
  ])('%j', (text, expected) => expect(shown(text)).toBe(expected));
});

test('marks piled on a letter, forced directions, control characters and long gaps are not shown', () => {
  expect(shown('e' + '\u0301'.repeat(50))).toBe('e' + '\u0301'.repeat(4));
  expect(shown(`👍${'🏽'.repeat(50)}`)).toBe('👍🏽');
  expect(shown('safe\u202egnp.exe')).toBe('safegnp.exe');
  expect(shown('a\0b\u0007\r\nc')).toBe('ab\nc');
  expect(shown(`a${'\n'.repeat(200)}b`)).toBe('a\n\n\n\nb');
});

test.each(['👍', '❤️ 🎉', '👩🏽‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣'])('%s is shown large', (text) =>
  expect(parseMarkup(text).isBigEmoji).toBe(true),
);
test.each(['', 'hi 👍', '1', '©', '👍'.repeat(28), '**👍**'])('%j is not shown large', (text) =>
  expect(parseMarkup(text).isBigEmoji).toBe(false),
);

test('the same text is parsed once, also while many others come', () => {
  const first = parseMarkup('**again**');
  for (let n = 0; n < 3_000; n += 1) {
    parseMarkup(`text ${n}`);
    expect(parseMarkup('**again**')).toBe(first);
  }
});
