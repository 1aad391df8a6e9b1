/** What people, roles and channels of a community are called, in texts and while writing. */
import type { MemberId } from '../../shared/base/ids.ts';
import { type Mention, mentionToken } from '../../shared/model/mentions.ts';
import type { RoleId } from '../../shared/model/permissions.ts';
import type { ChannelView, RoleView } from '../../shared/model/views.ts';
import { type NamedMember, ownNameOf } from './people-notes.ts';
import { namedRoles } from './offered-acts.ts';

export type NamedMention = {
  mention: Mention;
  name: string;
  /** As it is typed: `@name` or `#name`, with something of the id where two have the same name. */
  handle: string;
};

export type Names = {
  /** Of the person who reads. */
  me: MemberId | undefined;
  myRoles: readonly RoleId[];
  /** Who and what can be mentioned: active members, then roles, everyone, and channels. */
  all: readonly NamedMention[];
  /** Also of members who left. */
  nameOf: (mention: Mention) => string | undefined;
  /** Handles in lower case. */
  byHandle: ReadonlyMap<string, NamedMention>;
  /** By token. */
  handleOf: ReadonlyMap<string, string>;
  longestHandle: number;
  /** As everybody calls them, by token: not as this person does. */
  ownNameOf: ReadonlyMap<string, string>;
};

export const createNames = (
  me: MemberId | undefined,
  everybody: readonly NamedMember[],
  roles: readonly RoleView[],
  channels: readonly ChannelView[],
): Names => {
  const names = new Map<string, string>();
  const note = (mention: Mention, name: string): NamedMention => {
    names.set(mentionToken(mention), name);
    return { mention, name, handle: '' };
  };
  const members = everybody.flatMap(({ id, name, status }) => {
    const noted = note({ kind: 'member', id }, name);
    return status === 'active' ? [noted] : [];
  });
  const everyone = note({ kind: 'everyone' }, 'everyone');
  const called = namedRoles(roles).map(({ id, name }) => note({ kind: 'role', id }, name));
  const places = channels
    .filter(({ kind }) => kind === 'channel')
    .map(({ id, name }) => note({ kind: 'channel', id }, name));
  const all = withHandles([everyone, ...members, ...called, ...places]);
  return {
    me,
    myRoles: everybody.find(({ id }) => id === me)?.roles ?? [],
    all,
    nameOf: (mention) => names.get(mentionToken(mention)),
    byHandle: new Map(all.map((one) => [one.handle.toLowerCase(), one])),
    handleOf: new Map(all.map(({ mention, handle }) => [mentionToken(mention), handle])),
    ownNameOf: new Map(everybody.map((one) => [mentionToken({ kind: 'member', id: one.id }), ownNameOf(one)])),
    longestHandle: Math.max(0, ...all.map(({ handle }) => handle.length)),
  };
};

/** No two are alike, capitals or not. */
const withHandles = (named: readonly NamedMention[]): NamedMention[] => {
  const plain = ({ mention, name }: NamedMention): string => `${mention.kind === 'channel' ? '#' : '@'}${name.trim()}`;
  const counts = new Map<string, number>();
  for (const one of named) {
    const key = plain(one).toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const taken = new Set<string>();
  return named.map((one) => {
    const { mention } = one;
    const id = 'id' in mention ? mention.id : '';
    const base = plain(one);
    const isShared = (counts.get(base.toLowerCase()) ?? 0) > 1;
    let handle = isShared && id !== '' ? `${base}#${id.slice(0, 4)}` : base;
    if (taken.has(handle.toLowerCase())) handle = `${base}#${id}`;
    taken.add(handle.toLowerCase());
    return { ...one, handle };
  });
};
