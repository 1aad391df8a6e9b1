/**
 * What is looked for, and whether a text has it. This is the judge: the index only says where to look.
 * Words match whole, the last one of a query may be the beginning of a word; runs match anywhere in a run.
 */
import { type Piece, piecesOf, placedPiecesOf } from './pieces.ts';

/** Pieces that stand next to each other. */
export type Phrase = { pieces: readonly Piece[]; /** Its last word may go on. */ isOpen: boolean };

/** A beginning of one letter would find everything. */
const OPEN_FROM = 2;

/** @param isOpen whether the last word may go on */
export const phraseOf = (text: string, isOpen: boolean): Phrase | undefined => {
  const pieces = piecesOf(text);
  const last = pieces.at(-1);
  if (last === undefined) return undefined;
  return { pieces, isOpen: isOpen && !last.isRun && last.text.length >= OPEN_FROM };
};

export const matchesAll = (phrases: readonly Phrase[], text: string): boolean => {
  const line = lineOf(piecesOf(text));
  return phrases.every((phrase) => line.includes(wantedIn(phrase)));
};

/** A stretch of the text, in UTF-16 units. */
export type Mark = { from: number; to: number };

/** Where the phrases stand in a text, in order, without overlaps. A word that was only begun is marked whole. */
export const marksOf = (phrases: readonly Phrase[], text: string): Mark[] => {
  const pieces = placedPiecesOf(text);
  const line = lineOf(pieces);
  const places = placesIn(pieces);
  const marks = phrases.flatMap((phrase) => {
    const wanted = wantedIn(phrase);
    const found: Mark[] = [];
    for (let at = line.indexOf(wanted); at !== -1; at = line.indexOf(wanted, at + 1)) {
      let end = at + wanted.length;
      if (phrase.isOpen) while (line[end] !== ' ') end += 1;
      const inside = places.slice(at, end).filter((place) => place !== undefined);
      const [first, last] = [inside[0], inside.at(-1)];
      if (first !== undefined && last !== undefined) found.push({ from: first.from, to: last.to });
    }
    return found;
  });
  return merged(marks);
};

/** Words with spaces around them, runs as they are: so that what is wanted is simply a part of it. */
const lineOf = (pieces: readonly Piece[]): string => ` ${pieces.map(({ text }) => text).join(' ')} `;

const wantedIn = ({ pieces, isOpen }: Phrase): string => {
  const words = pieces.map(({ text }) => text).join(' ');
  return `${pieces[0]?.isRun === true ? '' : ' '}${words}${isOpen || pieces.at(-1)?.isRun === true ? '' : ' '}`;
};

/** For each unit of the line, where it stands in the text. */
const placesIn = (pieces: readonly ReturnType<typeof placedPiecesOf>[number][]): (Mark | undefined)[] => {
  const places: (Mark | undefined)[] = [undefined];
  for (const { signs } of pieces) {
    for (const { text, from, to } of signs) for (let i = 0; i < text.length; i += 1) places.push({ from, to });
    places.push(undefined);
  }
  return places;
};

const merged = (marks: Mark[]): Mark[] => {
  const result: Mark[] = [];
  for (const mark of marks.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1);
    if (last === undefined || mark.from > last.to) result.push({ ...mark });
    else last.to = Math.max(last.to, mark.to);
  }
  return result;
};
