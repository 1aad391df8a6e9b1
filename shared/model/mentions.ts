/**
 * Mentions are kept in the text as tokens that name ids, so that they follow a change of name:
 * `<@member>`, `<@&role>`, `<@everyone>`, `<#channel>` with ids as base64url. In code they are only letters.
 */
import type { ChannelId, MemberId, OpId } from '../base/ids.ts';
import { memberMay, type Override, type Rights, type RoleId, type RoleState } from './permissions.ts';
import type { ChannelView, MemberView, MessageView, RoleView } from './views.ts';

export type Mention =
  | { kind: 'member'; id: MemberId }
  | { kind: 'role'; id: OpId }
  | { kind: 'everyone' }
  | { kind: 'channel'; id: ChannelId };

const TOKEN = /<(?:(@&?|#)([\w-]{43})|@everyone)>/y;
const TOKENS = new RegExp(TOKEN.source, 'g');

export const mentionToken = (mention: Mention): string => {
  switch (mention.kind) {
    case 'member':
      return `<@${mention.id}>`;
    case 'role':
      return `<@&${mention.id}>`;
    case 'channel':
      return `<#${mention.id}>`;
    case 'everyone':
      return '<@everyone>';
  }
};

/** The token that begins at this place, if one does. */
export const mentionAt = (text: string, at: number): { mention: Mention; length: number } | undefined => {
  TOKEN.lastIndex = at;
  const match = TOKEN.exec(text);
  return match === null ? undefined : { mention: readToken(match), length: match[0].length };
};

/** Every token outside of code, in order. */
export const mentionsIn = (text: string): Mention[] =>
  text.includes('<') ? [...withoutCode(text).matchAll(TOKENS)].map(readToken) : [];

/** The text with something else in the place of each token. */
export const replaceMentions = (text: string, put: (mention: Mention, token: string) => string): string => {
  if (!text.includes('<')) return text;
  const seen = withoutCode(text);
  return text.replaceAll(TOKENS, (token, ...rest: unknown[]) => {
    const at = rest.find((one) => typeof one === 'number') ?? 0;
    const found = mentionAt(seen, at);
    return found === undefined ? token : put(found.mention, token);
  });
};

/** The same length, with spaces for every token: ids are no words. */
export const withoutMentions = (text: string): string =>
  text.includes('<') ? text.replaceAll(TOKENS, (token) => ' '.repeat(token.length)) : text;

const readToken = ([, sign, id]: RegExpMatchArray): Mention => {
  if (id === undefined) return { kind: 'everyone' };
  if (sign === '#') return { kind: 'channel', id: id as ChannelId };
  return sign === '@&' ? { kind: 'role', id: id as OpId } : { kind: 'member', id: id as MemberId };
};

/** The same length, with spaces for what stands between equal runs of backticks. */
export const withoutCode = (text: string): string => {
  if (!text.includes('`')) return text;
  const runs = [...text.matchAll(/`+/g)];
  const nextOf = nextOfEqualLength(runs.map(([run]) => run.length));
  let rest = text;
  for (let i = 0; i < runs.length; i += 1) {
    const [open, close] = [runs[i], runs[nextOf[i] ?? -1]];
    if (open === undefined || close === undefined) continue;
    const end = close.index + close[0].length;
    rest = rest.slice(0, open.index) + ' '.repeat(end - open.index) + rest.slice(end);
    i = nextOf[i] ?? i;
  }
  return rest;
};

const nextOfEqualLength = (lengths: readonly number[]): (number | undefined)[] => {
  const latest = new Map<number, number>();
  const next: (number | undefined)[] = [];
  for (let i = lengths.length - 1; i >= 0; i -= 1) {
    const length = lengths[i] ?? 0;
    next[i] = latest.get(length);
    latest.set(length, i);
  }
  return next;
};

/** How a message speaks to somebody: by name, by a role of theirs, or as to everybody. */
export type MentionKind = 'member' | 'role' | 'everyone';

/**
 * Whether a message mentions a reader. Own messages and those that are gone or hidden mention nobody.
 * @param isLoud its author may mention everyone there (`mayMentionEveryone`); without that, roles and everyone count not
 */
export const mentionsOf = (
  { text, author, gone, hidden }: Pick<MessageView, 'text' | 'author' | 'gone' | 'hidden'>,
  reader: { me: MemberId | undefined; roles: readonly RoleId[] },
  isLoud: boolean,
): MentionKind | undefined => {
  if (!text.includes('<@') || author === reader.me || gone !== undefined || hidden !== undefined) return undefined;
  const mentions = mentionsIn(text);
  if (mentions.some((one) => one.kind === 'member' && one.id === reader.me)) return 'member';
  if (!isLoud) return undefined;
  if (mentions.some((one) => one.kind === 'role' && reader.roles.includes(one.id))) return 'role';
  return mentions.some(({ kind }) => kind === 'everyone') ? 'everyone' : undefined;
};

/** By the rights that members have now. Never in a conversation of two. */
export const mayMentionEveryone = (
  members: readonly MemberView[],
  roles: readonly RoleView[],
  channel: ChannelView,
): ((author: MemberId) => boolean) => {
  if (channel.kind === 'direct') return () => false;
  const rights = rightsIn(members, roles, channel);
  const known = new Map<MemberId, boolean>();
  return (author) => {
    const held = known.get(author) ?? memberMay(rights, author, 'mention-everyone', channel.id);
    known.set(author, held);
    return held;
  };
};

const rightsIn = (members: readonly MemberView[], roles: readonly RoleView[], channel: ChannelView): Rights => {
  const [owner] = members.filter(({ role }) => role === 'owner');
  const { isArchived, isPrivate, overrides } = channel;
  const place: { isArchived: boolean; isPrivate: boolean; overrides: readonly Override[] } = {
    isArchived,
    isPrivate,
    overrides,
  };
  return {
    owner: owner?.id ?? ('' as MemberId),
    coOwners: members.filter(({ role }) => role === 'co-owner').map(({ id }) => id),
    members: new Map(members.map((one) => [one.id, one])),
    devices: new Map(),
    roles: new Map<RoleId, RoleState>(roles.map((role) => [role.id, { ...role, isGone: false }])),
    channels: new Map([[channel.id, place]]),
  };
};
