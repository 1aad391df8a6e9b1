/** What a text says, without marks and with spoilers closed: for one line of it, and to be read out. */
import type { Mention } from '../../../shared/model/mentions.ts';
import type { Block, Inline, List } from './markup.ts';
import { parseMarkup } from './parse-markup.ts';

export type PlainWords = {
  nameOf: (mention: Mention) => string;
  /** Stands for what a spoiler hides. */
  spoiler: string;
  /** Stands for a link to a message. */
  message: string;
};

/** @returns blocks and list items each on a line of their own */
export const plainText = (text: string, words: PlainWords): string =>
  parseMarkup(text)
    .blocks.map((block) => ofBlock(block, words))
    .join('\n');

const ofBlock = (block: Block, words: PlainWords): string => {
  switch (block.kind) {
    case 'code':
      return block.text;
    case 'quote':
      return block.children.map((child) => ofBlock(child, words)).join('\n');
    case 'list':
      return ofList(block, words);
    default:
      return ofInlines(block.children, words);
  }
};

const ofList = ({ start, items }: List, words: PlainWords): string =>
  items
    .map(({ children, lists }, at) =>
      [
        `${start === undefined ? '•' : `${start + at}.`} ${ofInlines(children, words)}`,
        ...lists.map((list) => ofList(list, words)),
      ].join('\n'),
    )
    .join('\n');

const ofInlines = (nodes: readonly Inline[], words: PlainWords): string =>
  nodes.map((node) => ofInline(node, words)).join('');

const ofInline = (node: Inline, words: PlainWords): string => {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'mention':
      return words.nameOf(node.mention);
    case 'message':
      return words.message;
    case 'spoiler':
      return words.spoiler;
    default:
      return ofInlines(node.children, words);
  }
};
