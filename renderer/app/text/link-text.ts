/** Finds http and https links in plain text. The text is only cut, never changed. */
export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string };

const CANDIDATE = /https?:\/\/[^\s<>"'`]+/giu;
const FIRST = /^https?:\/\/[^\s<>"'`]+/iu;
/** Also of scripts that put no space before or after. */
const AFTER_LINK = /[.,;:!?…*_~。，、；：！？”’»」』】》）]/u;
const CLOSERS = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

export const linkText = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const candidate = trimEnd(match[0]);
    const url = parseHttpUrl(candidate);
    if (url === undefined) continue;
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: 'link', text: candidate, url: url.href });
    at = match.index + candidate.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
};

/** The link with which a text begins. */
export const linkAt = (text: string): { text: string; url: string } | undefined => {
  const [first] = linkText(text.match(FIRST)?.[0] ?? '');
  return first?.kind === 'link' ? first : undefined;
};

/** Re-serialised by the URL parser; the host is in punycode there, so look-alike letters show. */
export const parseHttpUrl = (text: string): URL | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && url.hostname !== '' && url.href.length <= 2048 ? url : undefined;
};

/** Punctuation after a link belongs to the sentence, and so does a bracket that was not opened in the link. */
const trimEnd = (candidate: string): string => {
  let end = candidate.length;
  // Counted once and kept up to date: a message of thousands of brackets must not hold up the page.
  const counts = new Map<string, number>();
  for (const letter of candidate) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  while (end > 0) {
    const last = candidate[end - 1] ?? '';
    const opener = CLOSERS.get(last);
    const unopened = opener !== undefined && (counts.get(opener) ?? 0) < (counts.get(last) ?? 0);
    if (!unopened && !AFTER_LINK.test(last)) break;
    counts.set(last, (counts.get(last) ?? 0) - 1);
    end -= 1;
  }
  return candidate.slice(0, end);
};
