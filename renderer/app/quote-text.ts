/**
 * What is written when somebody passes a message on, or reports it: its words, quoted, whose they are, and a link to it. Whom
 * it mentions is not called again.
 */
import { MAX_TEXT_LENGTH } from '../../shared/lanes/op-schemas.ts';

export type Quoted = {
  /** With names in the place of tokens. */
  text: string;
  /** Of its author, in the community where it stands. */
  author: string;
  /** As the reader knows it: `#general`, or a person's name. */
  place: string;
  link: string;
  /** Written before it. */
  comment: string;
};

type Words = (author: string, place: string) => string;

/** Names are what people choose: in a text they are letters, and no marks, links or mentions. */
export const asLetters = (name: string): string =>
  name
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/[\\`*_~|:[\]]/g, (sign) => `\\${sign}`);

/** @param from says whose words these are @returns at most as long as a message may be: the quoted words are cut */
export const quoteText = ({ text, author, place, link, comment }: Quoted, from: Words): string => {
  const head = comment.trim() === '' ? '' : `${comment.trim()}\n\n`;
  const tail = `\n${from(asLetters(author), asLetters(place))} ${link}`;
  const room = MAX_TEXT_LENGTH - head.length - tail.length;
  const quoted = quoteLines(text);
  return `${head}${quoted.length <= room ? quoted : `${cut(quoted, room - 1)}…`}${tail}`;
};

const quoteLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** Between characters, not within one. */
const cut = (text: string, length: number): string => {
  const end = Math.max(0, length);
  const isWithin = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return text.slice(0, isWithin ? end - 1 : end);
};
