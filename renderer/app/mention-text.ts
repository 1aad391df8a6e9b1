/** Texts as they are kept, with tokens that name ids, and as they are written and copied, with names. */
import { mentionToken, replaceMentions, withoutCode } from '../../shared/model/mentions.ts';
import type { Names } from './names.ts';
import { asLetters } from './quote-text.ts';

/** What names nobody known stays as it is. */
export const withNames = (text: string, { handleOf, nameOf }: Names): string =>
  replaceMentions(text, (mention, token) => {
    const name = nameOf(mention);
    return handleOf.get(token) ?? (name === undefined ? token : `${mention.kind === 'channel' ? '#' : '@'}${name}`);
  });

/** For others to read: nobody is called by it, and nobody reads what this person calls somebody. */
export const withOwnNames = (text: string, names: Names): string => withOthersNames(text, names, (name) => name);

/** The same, to be sent as a message: names are letters there and no marks. */
export const toQuote = (text: string, names: Names): string => withOthersNames(text, names, asLetters);

const withOthersNames = (text: string, { ownNameOf, nameOf }: Names, write: (name: string) => string): string =>
  replaceMentions(text, (mention, token) => {
    const name = ownNameOf.get(token) ?? nameOf(mention);
    return name === undefined ? token : `${mention.kind === 'channel' ? '#' : '@'}${write(name)}`;
  });

/** The longest name wins: `@Bob Marley` is not `@Bob`. In code, and within words, nothing is a name. */
export const withTokens = (text: string, names: Names): string => {
  const seen = withoutCode(text);
  let done = '';
  let at = 0;
  for (const match of seen.matchAll(/[@#]/g)) {
    if (match.index < at || !beginsWord(seen, match.index)) continue;
    const found = handleAt(seen, match.index, names);
    if (found === undefined) continue;
    done += text.slice(at, match.index) + found.token;
    at = match.index + found.length;
  }
  return done + text.slice(at);
};

const handleAt = (text: string, at: number, names: Names): { token: string; length: number } | undefined => {
  for (let length = Math.min(names.longestHandle, text.length - at); length > 1; length -= 1) {
    if (!endsWord(text, at + length)) continue;
    const found = names.byHandle.get(text.slice(at, at + length).toLowerCase());
    if (found !== undefined) return { token: mentionToken(found.mention), length };
  }
  return undefined;
};

/** Not in the middle of an address, nor of a token. */
const beginsWord = (text: string, at: number): boolean => /^$|[\s()[\]{}"'*_~|,;:!?>-]/.test(text.charAt(at - 1));
const endsWord = (text: string, at: number): boolean => !/[\p{L}\p{N}_]/u.test(text.charAt(at));
