/**
 * Cuts a text into blocks, line by line, as people know it from chats and not as CommonMark has it: a quote or a list ends
 * with its last line, every line break and blank line of a paragraph is kept, and indented text is no code.
 */
import { parseInline } from './inline-markup.ts';
import { readList } from './list-markup.ts';
import type { Block } from './markup.ts';

/** Of quotes in quotes. */
const MAX_QUOTES = 4;

type Taken = { block: Block; next: number };
type Lines = { lines: readonly string[]; depth: number; fenceAfter: (at: number) => number | undefined };

export const parseBlocks = (text: string): Block[] => blocksOf(text.split('\n'), 0);

const blocksOf = (lines: readonly string[], depth: number): Block[] => {
  const source = { lines, depth, fenceAfter: fenceFinder(lines) };
  const blocks: Block[] = [];
  let plain: string[] = [];
  const endParagraph = (): void => {
    const text = plain
      .join('\n')
      .replace(/^(?:[^\S\n]*\n)+/, '')
      .trimEnd();
    if (text !== '') blocks.push({ kind: 'paragraph', children: parseInline(text) });
    plain = [];
  };
  for (let at = 0; at < lines.length;) {
    const taken = takeCode(source, at) ?? takeHeading(source, at) ?? takeQuote(source, at) ?? readList(lines, at);
    if (taken === undefined) {
      plain.push(lines[at] ?? '');
      at += 1;
    } else {
      endParagraph();
      blocks.push(taken.block);
      at = taken.next;
    }
  }
  endParagraph();
  return blocks;
};

const FENCE = /^ {0,3}```(.*)$/;
const FENCE_END = /^(.*?)```\s*$/;
const LANGUAGE = /^[\w+#.-]{1,20}$/;

const fenceFinder = (lines: readonly string[]): Lines['fenceAfter'] => {
  const next: (number | undefined)[] = [];
  let found: number | undefined;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    next[at] = found;
    if (FENCE_END.test(lines[at] ?? '')) found = at;
  }
  return (at) => next[at];
};

/** Without an end it is no code. */
const takeCode = ({ lines, fenceAfter }: Lines, at: number): Taken | undefined => {
  const rest = FENCE.exec(lines[at] ?? '')?.[1];
  if (rest === undefined) return undefined;
  if (rest.includes('`')) return takeLineOfCode(rest, at);
  const end = fenceAfter(at);
  if (end === undefined) return undefined;
  const last = beforeEnd(lines[end]);
  return { block: codeOf(rest, [...lines.slice(at + 1, end), ...(last.trim() === '' ? [] : [last])]), next: end + 1 };
};

const takeLineOfCode = (rest: string, at: number): Taken | undefined => {
  const text = beforeEnd(rest);
  return text === '' || text.includes('`') ? undefined : { block: codeOf('', [text]), next: at + 1 };
};

const beforeEnd = (line = ''): string => FENCE_END.exec(line)?.[1] ?? '';

/** What stands behind the fence is a language, or else code. */
const codeOf = (behind: string, lines: readonly string[]): Block => {
  const word = behind.trim();
  if (LANGUAGE.test(word)) return { kind: 'code', language: word.toLowerCase(), text: lines.join('\n') };
  return { kind: 'code', language: '', text: [...(word === '' ? [] : [behind]), ...lines].join('\n') };
};

const takeHeading = ({ lines }: Lines, at: number): Taken | undefined => {
  const match = /^(#{1,3}) +(\S.*)$/.exec(lines[at] ?? '');
  if (match === null) return undefined;
  const level = (match[1]?.length ?? 1) as 1 | 2 | 3;
  return { block: { kind: 'heading', level, children: parseInline(match[2] ?? '') }, next: at + 1 };
};

/** `> ` quotes a line, `>>> ` all that follows. */
const takeQuote = ({ lines, depth }: Lines, at: number): Taken | undefined => {
  if (depth >= MAX_QUOTES) return undefined;
  const quote = (quoted: readonly string[], next: number): Taken => ({
    block: { kind: 'quote', children: blocksOf(quoted, depth + 1) },
    next,
  });
  const line = lines[at] ?? '';
  if (line.startsWith('>>> ')) return quote([line.slice(4), ...lines.slice(at + 1)], lines.length);
  if (!line.startsWith('> ')) return undefined;
  let end = at + 1;
  while (end < lines.length && /^>(?: |$)/.test(lines[end] ?? '')) end += 1;
  const quoted = lines.slice(at, end).map((one) => one.slice(2));
  return quote(quoted, end);
};
