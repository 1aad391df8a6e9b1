/**
 * Cuts a text into blocks, line by line, as people know it from chats and not as CommonMark has it: a quote or a list ends
 * with its last line, every line break and blank line of a paragraph is kept, and indented text is no code.
 */
import { parseInline } from './inline-markup.ts';
import type { Block, List, ListItem } from './markup.ts';

/** Of quotes in quotes, and of lists in lists. */
const MAX_QUOTES = 4;
const MAX_LISTS = 6;

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
    const taken = takeCode(source, at) ?? takeHeading(source, at) ?? takeQuote(source, at) ?? takeLists(source, at);
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
  const onOneLine = FENCE_END.exec(rest)?.[1];
  if (onOneLine !== undefined && onOneLine !== '' && !onOneLine.includes('`')) {
    return { block: { kind: 'code', language: '', text: onOneLine }, next: at + 1 };
  }
  const end = fenceAfter(at);
  if (end === undefined || rest.includes('`')) return undefined;
  const last = FENCE_END.exec(lines[end] ?? '')?.[1] ?? '';
  const language = LANGUAGE.test(rest.trim()) ? rest.trim().toLowerCase() : '';
  const code = [
    ...(language === '' && rest.trim() !== '' ? [rest] : []),
    ...lines.slice(at + 1, end),
    ...(last.trim() === '' ? [] : [last]),
  ];
  return { block: { kind: 'code', language, text: code.join('\n') }, next: end + 1 };
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

type Bullet = { indent: number; start: number | undefined; text: string };

const BULLET = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/;

const bulletOf = (line: string): Bullet | undefined => {
  const match = BULLET.exec(line);
  if (match === null) return undefined;
  const [, indent = '', number, text = ''] = match;
  return { indent: indent.length, start: number === undefined ? undefined : Number(number), text };
};

const takeLists = ({ lines }: Lines, at: number): Taken | undefined => {
  const bullets: Bullet[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const bullet = bulletOf(line);
    const last = bullets.at(-1);
    if (bullet !== undefined && continues(bullets, bullet)) {
      bullets.push(bullet);
    } else if (bullet === undefined && last !== undefined && /^ {2,}\S/.test(line)) {
      last.text += `\n${line.trim()}`;
    } else break;
  }
  const [list] = bullets.length === 0 ? [] : listsOf(bullets, 0);
  return list === undefined ? undefined : { block: list, next };
};

/** At the outermost place a bullet of the other kind begins a list of its own. */
const continues = ([first]: readonly Bullet[], { indent, start }: Bullet): boolean =>
  first === undefined || indent > first.indent + 1 || (first.start === undefined) === (start === undefined);

/** Bullets that stand further in than the first belong to the one before them. */
const listsOf = (bullets: readonly Bullet[], depth: number): List[] => {
  const lists: { start: number | undefined; items: ListItem[] }[] = [];
  const base = bullets[0]?.indent ?? 0;
  for (let at = 0; at < bullets.length;) {
    const bullet = bullets[at];
    if (bullet === undefined) break;
    let end = at + 1;
    while (depth < MAX_LISTS && end < bullets.length && (bullets[end]?.indent ?? 0) > base + 1) end += 1;
    const item = {
      children: parseInline(bullet.text),
      lists: end === at + 1 ? [] : listsOf(bullets.slice(at + 1, end), depth + 1),
    };
    const last = lists.at(-1);
    if (last !== undefined && (last.start === undefined) === (bullet.start === undefined)) last.items.push(item);
    else lists.push({ start: bullet.start, items: [item] });
    at = end;
  }
  return lists.map(({ start, items }) => ({ kind: 'list', items, ...(start === undefined ? {} : { start }) }));
};
