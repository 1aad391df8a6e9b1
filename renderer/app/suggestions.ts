/** What is offered while somebody writes: people and roles after `@`, channels after `#`, emoji after `:`. */
import type { EmojiBook } from './emoji/emoji-book.ts';
import { findEmoji, inTone } from './emoji/emoji-book.ts';
import type { NamedMention, Names } from './names.ts';

export type Sign = '@' | '#' | ':';

/** What is being typed at the caret. @property from where its sign stands */
export type Asked = { sign: Sign; typed: string; from: number };

export type Suggestion =
  | { kind: 'mention'; key: string; named: NamedMention; text: string }
  | { kind: 'emoji'; key: string; emoji: string; code: string; text: string };

const MOST = 8;
/** A single letter after a colon is hardly an emoji. */
const EMOJI_FROM = 2;
/** Signs behind which a word begins. */
const ASKED = /(?:^|[\s()[\]{}"'*_~|,;!?>-])([@#:])([^\s@#:]{0,32})$/u;

export const askedAt = (text: string, caret: number): Asked | undefined => {
  const match = ASKED.exec(text.slice(Math.max(0, caret - 34), caret));
  if (match === null) return undefined;
  const [, sign = '', typed = ''] = match;
  if (sign === ':' && (typed.length < EMOJI_FROM || !/^[\p{L}\p{N}_+-]+$/u.test(typed))) return undefined;
  return { sign: sign as Sign, typed, from: caret - typed.length - 1 };
};

/** @param mayCallAll whether roles and everyone would be told */
export const mentionSuggestions = ({ sign, typed }: Asked, names: Names, mayCallAll: boolean): Suggestion[] => {
  const wanted = typed.toLowerCase();
  const ranked: { named: NamedMention; rank: number }[] = [];
  for (const named of names.all) {
    if ((named.mention.kind === 'channel') !== (sign === '#')) continue;
    if (!mayCallAll && (named.mention.kind === 'role' || named.mention.kind === 'everyone')) continue;
    const rank = rankOf(named, wanted);
    if (rank !== undefined) ranked.push({ named, rank });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.named.name.length - b.named.name.length || compare(a.named, b.named))
    .slice(0, MOST)
    .map(({ named }) => ({ kind: 'mention', key: named.handle, named, text: `${named.handle} ` }));
};

export const emojiSuggestions = ({ typed }: Asked, book: EmojiBook, tone: number): Suggestion[] =>
  findEmoji(book, typed, MOST).map((entry) => {
    const emoji = inTone(entry, tone);
    return { kind: 'emoji', key: entry.emoji, emoji, code: entry.codes[0] ?? entry.name, text: `${emoji} ` };
  });

const compare = (a: NamedMention, b: NamedMention): number =>
  a.handle < b.handle ? -1 : Number(a.handle !== b.handle);

const LAST: Readonly<Record<NamedMention['mention']['kind'], number>> = {
  member: 0,
  channel: 0,
  role: 0.2,
  everyone: 0.4,
};

/** The beginning of the name, of a word in it, somewhere in it, or its letters in that order. */
const rankOf = ({ name, mention }: NamedMention, wanted: string): number | undefined => {
  const called = name.toLowerCase();
  const at = called.indexOf(wanted);
  if (at === 0) return LAST[mention.kind];
  if (at > 0) return (/[\p{L}\p{N}]/u.test(called[at - 1] ?? '') ? 2 : 1) + LAST[mention.kind];
  return wanted.length > 1 && hasInOrder(called, wanted) ? 3 : undefined;
};

const hasInOrder = (text: string, wanted: string): boolean => {
  let at = -1;
  for (const letter of wanted) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
};
