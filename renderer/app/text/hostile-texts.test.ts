import { expect, test } from 'vitest';

import { mentionsIn, replaceMentions } from '../../../shared/model/mentions.ts';
import { hostileTexts } from '../../../shared/testing/hostile-texts.ts';
import type { Block, Inline, List } from './markup.ts';
import { MAX_NODES, nodesIn, parseMarkup } from './parse-markup.ts';
import { plainText } from './plain-text.ts';

const TEXTS = hostileTexts(6, 1_000);

const urlsIn = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) => [
    ...(node.kind === 'link' ? [node.url] : []),
    ...('children' in node ? urlsIn(node.children) : []),
  ]);
const inlinesOf = (block: Block): readonly Inline[] => {
  if (block.kind === 'code') return [];
  if (block.kind === 'list')
    return block.items.flatMap(({ children, lists }) => [...children, ...lists.flatMap(inlinesOf)]);
  return block.kind === 'quote' ? block.children.flatMap(inlinesOf) : block.children;
};
const within = (node: Block | Inline): readonly (Block | Inline)[] => {
  if (node.kind === 'list') return node.items.flatMap(({ children, lists }) => [...children, ...lists]);
  return 'children' in node ? node.children : [];
};
const depthOf = (node: Block | Inline): number => 1 + Math.max(0, ...within(node).map(depthOf));

const isList = (block: Block): block is List => block.kind === 'list';

const TRIES = [1, 2, 3];

/** Of all that is done to a text before it is drawn; a space more, or it would only be remembered. */
const timeOf = (text: string, n: number): number => {
  const start = performance.now();
  parseMarkup(text + ' '.repeat(n));
  mentionsIn(text);
  replaceMentions(text, () => '@x');
  return performance.now() - start;
};

test('1,000 hostile texts are parsed within bounds, each in a moment, and lead nowhere but by http', () => {
  expect(new Set(TEXTS).size).toBeGreaterThan(950);
  let links = 0;
  let linksInLists = 0;
  for (const text of TEXTS) {
    const { blocks } = parseMarkup(text);
    const plain = plainText(text, { nameOf: ({ kind }) => kind, spoiler: '▒', message: '✉' });
    // What would hang is meant, not a machine that is busy: nothing takes more than 30 ms when measured alone.
    expect(Math.min(...TRIES.map((n) => timeOf(text, n))), text.slice(0, 80)).toBeLessThan(100);
    expect(nodesIn(blocks), text.slice(0, 80)).toBeLessThanOrEqual(MAX_NODES);
    expect(Math.max(0, ...blocks.map(depthOf)), text.slice(0, 80)).toBeLessThan(20);
    expect(plain.length).toBeLessThan(text.length * 12 + 100);
    const urls = blocks.flatMap((block) => urlsIn(inlinesOf(block)));
    links += urls.length;
    linksInLists += blocks.filter(isList).flatMap((list) => urlsIn(inlinesOf(list))).length;
    for (const url of urls) expect(url).toMatch(/^https?:\/\//);
  }
  expect(links).toBeGreaterThan(100);
  expect(linksInLists).toBeGreaterThan(10);
});
