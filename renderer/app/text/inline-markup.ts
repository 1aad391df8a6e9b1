/**
 * What stands within a line, read by markdown-it's inline rules; block rules, HTML, entities, images and references are off.
 * Added are spoilers, mentions and bare links. Its tokens become a tree; its renderer is never called.
 */
import createMarkdownIt, { type MarkdownIt, type StateInline, type Token } from 'markdown-it';

import { type Mention, mentionAt } from '../../../shared/model/mentions.ts';
import { MAX_LINK_LENGTH, type MessageLink, messageLinkAt } from '../message-link.ts';
import { linkAt, parseHttpUrl } from './link-text.ts';
import type { Inline, MarkKind } from './markup.ts';

/** Of marks within marks; what is deeper is shown without them. */
const MAX_DEPTH = 8;

const createParser = (): MarkdownIt => {
  const parser = createMarkdownIt('zero', { maxNesting: 16 });
  parser.enable(['escape', 'backticks', 'strikethrough', 'emphasis', 'link', 'autolink']);
  parser.validateLink = (url) => parseHttpUrl(url) !== undefined;
  parser.normalizeLink = (url) => parseHttpUrl(url)?.href ?? '';
  const { ruler } = parser.inline;
  ruler.at('text', plainText);
  ruler.after('text', 'bare-link', bareLink);
  ruler.after('bare-link', 'message-link', messageLink);
  ruler.after('message-link', 'line-end', lineEnd);
  ruler.before('emphasis', 'spoiler', spoiler);
  ruler.before('autolink', 'mention', mention);
  return parser;
};

/** At these signs a rule may begin. */
const SIGNS = /[\n\\`*_~|[\]<:]/g;

const plainText = (state: StateInline, silent: boolean): boolean => {
  SIGNS.lastIndex = state.pos;
  const end = Math.min(SIGNS.exec(state.src)?.index ?? state.posMax, state.posMax);
  if (end <= state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
};

/** Kept as it is, with the spaces around it. */
const lineEnd = (state: StateInline, silent: boolean): boolean => {
  if (state.src[state.pos] !== '\n') return false;
  if (!silent) state.pending += '\n';
  state.pos += 1;
  return true;
};

/** The scheme has been read when the colon after it is met. */
const bareLink = (state: StateInline, silent: boolean): boolean => {
  if (state.linkLevel > 0 || !state.src.startsWith('://', state.pos)) return false;
  const scheme = /https?$/i.exec(state.pending.slice(-5))?.[0];
  if (scheme === undefined) return false;
  const found = linkAt(state.src.slice(state.pos - scheme.length, state.posMax));
  if (found === undefined) return false;
  if (!silent) {
    state.pending = state.pending.slice(0, -scheme.length);
    state.push('link_open', 'a', 1).attrs = [['href', found.url]];
    state.push('text', '', 0).content = found.text;
    state.push('link_close', 'a', -1);
  }
  state.pos += found.text.length - scheme.length;
  return true;
};

const SCHEME = 'holdfast';
const MESSAGE = new RegExp(`^://message#[\\w.-]{1,${MAX_LINK_LENGTH}}`);

const messageLink = (state: StateInline, silent: boolean): boolean => {
  if (state.linkLevel > 0 || !state.pending.endsWith(SCHEME)) return false;
  const rest = MESSAGE.exec(state.src.slice(state.pos, Math.min(state.posMax, state.pos + MAX_LINK_LENGTH)))?.[0];
  const found = rest === undefined ? undefined : messageLinkAt(SCHEME + rest);
  if (found === undefined) return false;
  if (!silent) {
    state.pending = state.pending.slice(0, -SCHEME.length);
    state.push('message', '', 0).meta = { link: found.link };
  }
  state.pos += found.length - SCHEME.length;
  return true;
};

const spoiler = (state: StateInline, silent: boolean): boolean => {
  if (!state.src.startsWith('||', state.pos)) return false;
  const { posMax, pos } = state;
  const end = state.src.indexOf('||', pos + 3);
  if (end === -1 || end + 2 > posMax) return false;
  if (!silent) {
    state.push('spoiler_open', '', 1);
    state.pos = pos + 2;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push('spoiler_close', '', -1);
    state.posMax = posMax;
  }
  state.pos = end + 2;
  return true;
};

const mention = (state: StateInline, silent: boolean): boolean => {
  const found = mentionAt(state.src, state.pos);
  if (found === undefined || state.pos + found.length > state.posMax) return false;
  if (!silent) state.push('mention', '', 0).meta = { mention: found.mention };
  state.pos += found.length;
  return true;
};

const parser = createParser();

/** Of signs that may begin or end a mark. More are no writing of people's, and would take too long. */
const MAX_SIGNS = 800;

export const parseInline = (source: string): Inline[] => {
  if ((source.match(SIGNS)?.length ?? 0) > MAX_SIGNS) return [{ kind: 'text', text: source }];
  const tokens: Token[] = [];
  parser.inline.parse(source, parser, {}, tokens);
  return treeOf(tokens);
};

type Open = { children: Inline[]; wrap: (children: readonly Inline[]) => Inline };

const treeOf = (tokens: readonly Token[]): Inline[] => {
  const root: Inline[] = [];
  const open: Open[] = [];
  let tooDeep = 0;
  for (const token of tokens) {
    const into = open.at(-1)?.children ?? root;
    if (token.nesting === 1) {
      if (open.length >= MAX_DEPTH) tooDeep += 1;
      else open.push({ children: [], wrap: wrapOf(token) });
    } else if (token.nesting === 0) {
      addLeaf(into, token);
    } else if (tooDeep > 0) {
      tooDeep -= 1;
    } else {
      const done = open.pop();
      if (done !== undefined) (open.at(-1)?.children ?? root).push(done.wrap(done.children));
    }
  }
  return root;
};

const MARKS: Readonly<Record<string, MarkKind>> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
  spoiler_open: 'spoiler',
};

const wrapOf = (token: Token): Open['wrap'] => {
  if (token.type === 'link_open') {
    const url = String(token.attrGet('href'));
    return (children) => ({ kind: 'link', url, children });
  }
  const kind = token.markup === '__' ? 'underline' : (MARKS[token.type] ?? 'emphasis');
  return (children) => ({ kind, children });
};

const addLeaf = (into: Inline[], { type, content, meta }: Token): void => {
  if (type === 'code_inline') return void into.push({ kind: 'code', text: content });
  if (type === 'mention') {
    const { mention: named } = meta as { mention: Mention };
    return void into.push({ kind: 'mention', mention: named });
  }
  if (type === 'message') return void into.push({ kind: 'message', link: (meta as { link: MessageLink }).link });
  const text = type === 'hardbreak' ? '\n' : content;
  const last = into.at(-1);
  if (last?.kind === 'text') into[into.length - 1] = { kind: 'text', text: last.text + text };
  else if (text !== '') into.push({ kind: 'text', text });
};
