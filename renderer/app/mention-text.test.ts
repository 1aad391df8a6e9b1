import { expect, test } from 'vitest';

import { channelId, memberId, opId } from '../../shared/base/ids.ts';
import type { ChannelView, MemberView, RoleView } from '../../shared/model/views.ts';
import { toQuote, withNames, withOwnNames, withTokens } from './mention-text.ts';
import { createNames } from './names.ts';
import type { NamedMember } from './people-notes.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const people = ['Alice', 'Bob', 'Bob Marley', 'bob', 'everyone', 'Zoë'].map((name, i) => ({
  id: memberId(bytes(i + 1)),
  name,
  status: 'active',
  roles: [],
})) as unknown as MemberView[];
const [alice, bob, marley, otherBob, fake, zoe] = people.map(({ id }) => id);
const gone = { id: memberId(bytes(50)), name: 'Gone', status: 'left', roles: [] } as unknown as MemberView;
const guards = opId(bytes(21));
const roles = [
  { id: guards, name: 'Guards' },
  { id: 'everyone', name: 'everyone' },
] as unknown as RoleView[];
const general = channelId(bytes(31));
const channels = [{ id: general, name: 'general', kind: 'channel' }] as unknown as ChannelView[];
const names = createNames(alice, [...people, gone], roles, channels);

test.each([
  ['hi @Alice!', `hi <@${alice}>!`],
  ['@bob marley, @guards and @everyone: #general', `<@${marley}>, <@&${guards}> and <@everyone>: <#${general}>`],
  ['(@Zoë)', `(<@${zoe}>)`],
])('what is written as %j is kept with ids, and comes back', (typed, kept) => {
  expect(withTokens(typed, names)).toBe(kept);
  expect(withTokens(withNames(kept, names), names)).toBe(kept);
});

test.each([
  '@Bob @bob', // there are two
  'alice@Alice.example @Alicex https://kelp.example/#general `@Alice` @Gone #nowhere',
])('%j names nobody', (text) => expect(withTokens(text, names)).toBe(text));

test('of two with the same name, and of one who is called everyone, a part of the id is written too', () => {
  for (const id of [bob, otherBob, fake]) {
    const typed = withNames(`<@${id}>`, names);
    expect(typed).toContain('#');
    expect(withTokens(typed, names)).toBe(`<@${id}>`);
  }
});

test('for others it is written as everybody calls them, and calls nobody', () => {
  const called = [{ ...people[0], name: 'Captain', ownName: 'Al_ice' }] as unknown as NamedMember[];
  const mine = createNames(bob, called, roles, channels);
  expect(withNames(`<@${alice}>`, mine)).toBe('@Captain');
  const text = `<@${alice}> <@&${guards}> <@everyone> <#${general}>`;
  expect(withOwnNames(text, mine)).toBe('@Al_ice @Guards @everyone #general');
  expect(toQuote(text, mine)).toBe('@Al\\_ice @Guards @everyone #general');
});

test('who left is still called by name; who is unknown stays a token', () => {
  expect(withNames(`<@${gone.id}> <@${'A'.repeat(43)}>`, names)).toBe(`@Gone <@${'A'.repeat(43)}>`);
});
