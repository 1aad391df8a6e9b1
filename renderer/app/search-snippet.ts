/** The part of a text around what was found, cut for one look. */
import type { SearchHit } from '../../shared/ports/search.ts';
import { marksOf, phraseOf } from '../../shared/search/phrase.ts';

export type SnippetPart = { text: string; isMarked: boolean };

/** What was found in a message, in its words as they are shown: without marks, spoilers closed. */
export const marksIn = (words: string, { message: { text }, marks }: SearchHit): SearchHit['marks'] => {
  const found = new Set(marks.map(({ from, to }) => text.slice(from, to)));
  const phrases = [...found].map((one) => phraseOf(one, false)).filter((phrase) => phrase !== undefined);
  return marksOf(phrases, words);
};

/** In UTF-16 units: how much stands before the first mark, and how much in all. */
const BEFORE = 60;
const LENGTH = 240;

export const snippetOf = (text: string, marks: SearchHit['marks']): SnippetPart[] => {
  const first = marks[0]?.from ?? 0;
  const start = first <= BEFORE ? 0 : wordAfter(text, first - BEFORE, first);
  const end = wholeSigns(text, Math.min(text.length, start + LENGTH));
  const parts: SnippetPart[] = [];
  const add = (from: number, to: number, isMarked: boolean): void => {
    if (to > from) parts.push({ text: text.slice(from, to), isMarked });
  };
  if (start > 0) parts.push({ text: '…', isMarked: false });
  let at = start;
  for (const mark of marks) {
    if (mark.from >= end) break;
    add(at, mark.from, false);
    add(mark.from, Math.min(mark.to, end), true);
    at = Math.min(mark.to, end);
  }
  add(at, end, false);
  if (end < text.length) parts.push({ text: '…', isMarked: false });
  return parts;
};

/** Not in the middle of a sign. */
const wholeSigns = (text: string, end: number): number => (/[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end);

/** Where a word begins, or where a sign does if there are no spaces; not after `to`. */
const wordAfter = (text: string, from: number, to: number): number => {
  const space = text.slice(from, to).search(/\s/u);
  if (space !== -1) return from + space + 1;
  return /[\udc00-\udfff]/.test(text[from] ?? '') ? from + 1 : from;
};
