/** What a message says in one short line, for places that show nothing else: notifications, the inbox. */
import type { Mention } from '../../shared/model/mentions.ts';
import { plainText } from './text/plain-text.ts';

/** More is not read for one line. */
const READ = 1_000;
const LONGEST = 140;

/** Signs that turn the direction of text around, or are not seen. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** @param nameOf undefined for what is not known here */
export const oneLine = (text: string, nameOf: (mention: Mention) => string | undefined): string => {
  const named = (mention: Mention): string => `${mention.kind === 'channel' ? '#' : '@'}${nameOf(mention) ?? '…'}`;
  const plain = plainText(text.slice(0, READ), { nameOf: named, spoiler: '▒▒▒', message: '…' })
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const signs = Array.from(plain);
  return signs.length <= LONGEST ? plain : `${signs.slice(0, LONGEST - 1).join('')}…`;
};
