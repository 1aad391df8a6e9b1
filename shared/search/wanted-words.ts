/** Words and "phrases" as people type them → phrases. */
import { type Phrase, phraseOf } from './phrase.ts';

/** Phrases beyond these are left out; nobody types so many. */
const MOST = 32;
const QUOTES = '"“”„';
const PARTS = new RegExp(`[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]?|[^\\s${QUOTES}]+`, 'g');

export const wantedWords = (words: string): Phrase[] => {
  const parts = [...words.matchAll(PARTS)];
  return parts.slice(0, MOST).flatMap((part, at) => {
    const isQuoted = part[1] !== undefined;
    const isLast = at === parts.length - 1 && !/\s$/.test(words);
    return phraseOf(part[1] ?? part[0], isLast && !isQuoted) ?? [];
  });
};
