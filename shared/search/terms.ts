/** Under which terms a text stands in the index, and which terms a phrase needs. Terms say too much, never too little. */
import { piecesOf, signsOf } from './pieces.ts';
import type { Phrase } from './phrase.ts';

/** Longer words are cut: whether the rest fits is seen in the text. In UTF-16 units. */
const LONGEST = 40;

/** What a message is besides its words. Begins with a sign that no folded text has. */
export const termOf = {
  community: (community: string): string => `\u0001c${community}`,
  channel: (channelKey: string): string => `\u0001d${channelKey}`,
  author: (author: string): string => `\u0001e${author}`,
  link: '\u0001l',
};

export const hasLink = (text: string): boolean => /https?:\/\/[^\s<>"'`]/iu.test(text);

export const termsIn = (text: string): Set<string> => {
  const terms = new Set<string>();
  for (const piece of piecesOf(text)) {
    if (!piece.isRun) terms.add(cut(piece.text));
    else {
      const signs = signsOf(piece.text);
      // the last sign alone: each sign begins some term
      for (let i = 0; i < signs.length; i += 1) terms.add(cut(`${signs[i] ?? ''}${signs[i + 1] ?? ''}`));
    }
  }
  return terms;
};

/** @property isBegun every term that begins so counts */
export type Wanted = { term: string; isBegun: boolean };

/** Every one of them has to be there. */
export const wantedFor = ({ pieces, isOpen }: Phrase): Wanted[] =>
  pieces.flatMap((piece, at): Wanted[] => {
    if (!piece.isRun) return [{ term: cut(piece.text), isBegun: isOpen && at === pieces.length - 1 }];
    const signs = signsOf(piece.text);
    if (signs.length < 2) return [{ term: cut(piece.text), isBegun: true }];
    // marks may follow the last sign in the text
    return signs
      .slice(1)
      .map((sign, i) => ({ term: cut(`${signs[i] ?? ''}${sign}`), isBegun: i === signs.length - 2 }));
  });

const cut = (term: string): string => {
  if (term.length <= LONGEST) return term;
  // half a sign could not be written down
  return term.slice(0, /[\ud800-\udbff]/.test(term[LONGEST - 1] ?? '') ? LONGEST - 1 : LONGEST);
};
