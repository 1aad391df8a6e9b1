/** Text → markup, bounded and remembered. Whatever goes wrong, the text itself is shown. */
import { isOnlyEmoji } from './only-emoji.ts';
import { parseBlocks } from './block-markup.ts';
import type { Block, Inline, List, Markup } from './markup.ts';
import { createMemory } from './memory.ts';
import { tidyText } from './tidy-text.ts';

/** More would hold up the page; such a text is shown as it was typed. */
export const MAX_NODES = 1_500;
const MAX_LENGTH = 16_000;
/** At 8,000 characters at most this is a few MB, of texts and of nodes each. */
const REMEMBERED = { count: 1_000, weight: 20 * MAX_NODES };

const memory = createMemory<Markup>(REMEMBERED, ({ blocks }) => nodesIn(blocks));

export const parseMarkup = (text: string): Markup => memory(text, () => parse(text));

const parse = (text: string): Markup => {
  const tidy = tidyText(text.slice(0, MAX_LENGTH));
  try {
    const blocks = parseBlocks(tidy);
    if (nodesIn(blocks) <= MAX_NODES) return { blocks, isBigEmoji: isOnlyEmoji(tidy) };
  } catch {
    return asTyped(tidy);
  }
  return asTyped(tidy);
};

const asTyped = (text: string): Markup => ({
  blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }],
  isBigEmoji: false,
});

export const nodesIn = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => {
    switch (block.kind) {
      case 'code':
        return sum + 1;
      case 'quote':
        return sum + 1 + nodesIn(block.children);
      case 'list':
        return sum + nodesInList(block);
      default:
        return sum + 1 + inlineNodes(block.children);
    }
  }, 0);

const nodesInList = ({ items }: List): number =>
  items.reduce(
    (sum, { children, lists }) => sum + 1 + inlineNodes(children) + lists.reduce((n, list) => n + nodesInList(list), 0),
    1,
  );

const inlineNodes = (nodes: readonly Inline[]): number =>
  nodes.reduce((sum, node) => sum + 1 + ('children' in node ? inlineNodes(node.children) : 0), 0);
