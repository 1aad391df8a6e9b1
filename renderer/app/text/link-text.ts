/** Reads the http or https link with which a text begins. */
const MAX_LENGTH = 2_048;

const FIRST = /^https?:\/\/[^\s<>"'`]+/iu;
/** Also of scripts that put no space before or after. */
const AFTER_LINK = /[.,;:!?…*_~。，、；：！？”’»」』】》）]/u;
const CLOSERS = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const BRACKETS = /[()[\]{}]/g;

/** @returns its letters as they were written, and where it leads */
export const linkAt = (text: string): { text: string; url: string } | undefined => {
  // many candidates may begin in one long run of letters, and each of them is looked through
  const candidate = FIRST.exec(text.slice(0, MAX_LENGTH + 1))?.[0];
  if (candidate === undefined || candidate.length > MAX_LENGTH) return undefined;
  const link = trimEnd(candidate);
  const url = parseHttpUrl(link);
  return url === undefined ? undefined : { text: link, url: url.href };
};

/** Re-serialised by the URL parser; the host is in punycode there, so look-alike letters show. */
export const parseHttpUrl = (text: string): URL | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && url.hostname !== '' && url.href.length <= MAX_LENGTH ? url : undefined;
};

/** Punctuation after a link belongs to the sentence, and so does a bracket that was not opened in the link. */
const trimEnd = (candidate: string): string => {
  let end = candidate.length;
  // Counted once and kept up to date: a message of thousands of brackets must not hold up the page.
  const counts = bracketsIn(candidate);
  while (end > 0) {
    const last = candidate[end - 1] ?? '';
    const opener = CLOSERS.get(last);
    const unopened = opener !== undefined && (counts.get(opener) ?? 0) < (counts.get(last) ?? 0);
    if (!unopened && !AFTER_LINK.test(last)) break;
    if (opener !== undefined) counts.set(last, (counts.get(last) ?? 0) - 1);
    end -= 1;
  }
  return candidate.slice(0, end);
};

const bracketsIn = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const bracket of text.match(BRACKETS) ?? []) counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  return counts;
};
