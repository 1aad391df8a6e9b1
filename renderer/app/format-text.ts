/** What formatting keys do to a text field: decided here, done by the field. */
import { withoutCode } from '../../shared/model/mentions.ts';

export type Format = 'bold' | 'italic' | 'code';
/** Puts `text` in the place of a stretch, and marks a part of it. */
export type Replacement = { from: number; to: number; text: string; selectFrom: number; selectTo: number };

const MARKS: Readonly<Record<Format, string>> = { bold: '**', italic: '*', code: '`' };

/** Puts the mark around what is selected, or takes it away where it stands already. */
export const formatSelection = (text: string, from: number, to: number, format: Format): Replacement => {
  const mark = MARKS[format];
  const { length } = mark;
  const inside = text.slice(from, to);
  if (isMarked(text, from, to, mark)) {
    return { from: from - length, to: to + length, text: inside, selectFrom: from - length, selectTo: to - length };
  }
  return { from, to, text: `${mark}${inside}${mark}`, selectFrom: from + length, selectTo: to + length };
};

/** One star of two is none. */
const isMarked = (text: string, from: number, to: number, mark: string): boolean => {
  const [before, after] = [/[*`]*$/.exec(text.slice(0, from))?.[0] ?? '', /^[*`]*/.exec(text.slice(to))?.[0] ?? ''];
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false;
  return mark !== '*' || (before.length % 2 === 1 && after.length % 2 === 1);
};

/** Between a fence and its end Enter begins a line of code. */
export const isInFence = (text: string, caret: number): boolean =>
  (text.slice(0, caret).match(/^ {0,3}```/gm) ?? []).length % 2 === 1;

/** Also where code has been begun and not ended yet, in the line of the caret. */
export const isInCode = (text: string, caret: number): boolean => {
  if (isInFence(text, caret)) return true;
  const last = caret - 1;
  const line = withoutCode(text.slice(0, caret)).split('\n').at(-1) ?? '';
  return withoutCode(text)[last] !== text[last] || line.includes('`');
};
