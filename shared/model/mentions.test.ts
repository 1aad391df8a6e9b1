/** MS: mentions name ids, and count only where their author may. */
import { expect, test } from 'vitest';

import { channelId, memberId, opId } from '../base/ids.ts';
import {
  mayMentionEveryone,
  type Mention,
  mentionsIn,
  mentionsOf,
  mentionToken,
  replaceMentions,
  withoutCode,
} from './mentions.ts';
import type { ChannelView, MemberView, RoleView } from './views.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const [alice, bob, carol] = [memberId(bytes(1)), memberId(bytes(2)), memberId(bytes(3))];
const guards = opId(bytes(21));
const general = channelId(bytes(31));
const ALL: Mention[] = [
  { kind: 'member', id: bob },
  { kind: 'role', id: guards },
  { kind: 'everyone' },
  { kind: 'channel', id: general },
];
const toBob = { me: bob, roles: [guards] };
const said = (text: string, change: object = {}) => ({ text, author: alice, ...change });

test('[MS-13] every kind of mention is read as it was written', () => {
  const text = `a ${ALL.map(mentionToken).join(' b ')} c`;
  expect(mentionsIn(text)).toEqual(ALL);
  expect(replaceMentions(text, ({ kind }) => kind)).toBe('a member b role b everyone b channel c');
});

test.each(['<@short>', '<@&everyone>', '<@ everyone>', '@everyone', `<@${bob}`, `<@${bob}A>`, '<#everyone>'])(
  '[MS-13] %s is no mention',
  (text) => expect(mentionsIn(text)).toEqual([]),
);

test('[MS-14] in code a token is only letters', () => {
  const token = mentionToken({ kind: 'member', id: bob });
  expect(mentionsIn(`\`${token}\``)).toEqual([]);
  expect(mentionsIn(`\`\`\`\n${token}\n\`\`\``)).toEqual([]);
  expect(mentionsIn(`\` ${token}`)).toHaveLength(1);
  expect(replaceMentions(`\`${token}\` ${token}`, () => '@Bob')).toBe(`\`${token}\` @Bob`);
  const mixed = 'a `b` ``c`d`` e ` f';
  expect(withoutCode(mixed)).toBe(`a ${' '.repeat(3)} ${' '.repeat(7)} e \` f`);
  expect(withoutCode('`'.repeat(8_000))).toHaveLength(8_000);
});

test('[MS-15] a member is mentioned by name by anybody; by role and as one of everyone only by those who may', () => {
  const [member, role, everyone] = ALL.map(mentionToken);
  expect(mentionsOf(said(`hi ${member}`), toBob, false)).toBe('member');
  expect(mentionsOf(said(`hi ${role}`), toBob, false)).toBeUndefined();
  expect(mentionsOf(said(`hi ${role}`), toBob, true)).toBe('role');
  expect(mentionsOf(said(`hi ${role}`), { me: carol, roles: [] }, true)).toBeUndefined();
  expect(mentionsOf(said(`hi ${everyone}`), toBob, false)).toBeUndefined();
  expect(mentionsOf(said(`hi ${everyone}`), { me: carol, roles: [] }, true)).toBe('everyone');
});

test('[MS-15] nobody is mentioned by themselves, nor by what is gone or hidden', () => {
  const text = ALL.map(mentionToken).join('');
  expect(mentionsOf(said(text, { author: bob }), toBob, true)).toBeUndefined();
  expect(mentionsOf(said(text, { gone: { how: 'deleted' } }), toBob, true)).toBeUndefined();
  expect(mentionsOf(said(text, { hidden: { by: carol } }), toBob, true)).toBeUndefined();
});

const member = (id: MemberView['id'], role: MemberView['role'], roles: MemberView['roles'] = []) =>
  ({ id, role, roles, status: 'active' }) as MemberView;
const PEOPLE = [member(alice, 'owner'), member(bob, 'member', [guards]), member(carol, 'member')];
const ROLES = [
  { id: guards, rank: 5, permissions: ['mention-everyone'] },
  { id: 'everyone', rank: 0, permissions: [] },
] as unknown as RoleView[];
const place = (change: Partial<ChannelView> = {}) =>
  ({
    id: general,
    kind: 'channel',
    isArchived: false,
    isPrivate: false,
    overrides: [],
    ...change,
  }) as unknown as ChannelView;

test('[MS-15] who may mention everyone follows from roles and what the channel decides', () => {
  const may = (channel: ChannelView) => [alice, bob, carol].map(mayMentionEveryone(PEOPLE, ROLES, channel));
  expect(may(place())).toEqual([true, true, false]);
  const deny = ['mention-everyone' as const];
  expect(may(place({ overrides: [{ subject: { role: guards }, allow: [], deny }] }))).toEqual([true, false, false]);
  expect(may(place({ overrides: [{ subject: { member: carol }, allow: deny, deny: [] }] }))).toEqual([
    true,
    true,
    true,
  ]);
  expect(may(place({ kind: 'direct' }))).toEqual([false, false, false]);
  expect(mayMentionEveryone([{ ...member(bob, 'member', [guards]), status: 'banned' }], ROLES, place())(bob)).toBe(
    false,
  );
});
