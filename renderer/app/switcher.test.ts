import { expect, test } from 'vitest';

import { channelId, memberId } from '../../shared/base/ids.ts';
import type { ChannelView, MemberView } from '../../shared/model/views.ts';
import { type Leaning, offersFor, placesToGo, type SwitcherItem } from './switcher.ts';
import { alice, bob, carol, GENERAL, KELP, kelpOf, memberOf, QUIET } from './testing/page-cast.ts';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

const channel = (id: ChannelView['id'], name: string, change: Partial<ChannelView> = {}): ChannelView => ({
  id,
  community: KELP,
  name,
  topic: '',
  position: 0,
  kind: 'channel',
  isPrivate: false,
  isArchived: false,
  mayPost: true,
  overrides: [],
  ...change,
});
const WITH_BOB = channelId(bytes(40));
const channels = [
  channel(GENERAL, 'general'),
  channel(QUIET, 'quiet-corner'),
  channel(WITH_BOB, 'bob', { kind: 'direct', with: bob.member }),
];
const members = [alice, bob, carol].map((who) => memberOf(who));
const kelp = kelpOf(alice);
const SETTINGS: SwitcherItem = {
  kind: 'command',
  key: '> about',
  name: 'Settings: About',
  note: 'version, licences',
  command: 'about',
};
const items = [...placesToGo({ communities: [kelp], channels, members }), SETTINGS];
const nothing: Leaning = { recent: [], waiting: new Set(), here: undefined };
const names = (text: string, leaning: Partial<Leaning> = {}): string[] =>
  offersFor(items, text, { ...nothing, ...leaning }).map(({ item }) => item.name);

test('alice is offered channels, others and communities, each once, and not herself', () => {
  expect(placesToGo({ communities: [kelp], channels, members }).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'channel general',
    'channel quiet-corner',
    'person bob',
    'person carol',
    'community Kelp',
  ]);
});

test('whom she talks with already is gone to by their conversation', () => {
  expect(items.find(({ name }) => name === 'bob')).toMatchObject({ key: WITH_BOB, channel: WITH_BOB });
  expect(items.find(({ name }) => name === 'carol')).toMatchObject({ channel: undefined });
});

test('a conversation with somebody who left can still be gone to', () => {
  const left = placesToGo({ communities: [kelp], channels, members: [memberOf(alice)] });
  expect(left.map(({ kind, name }) => `${kind} ${name}`)).toContain('channel bob');
});

test('before anything is typed: where she was last, then what is unread, then the rest; not where she is', () => {
  const leaning = { recent: [QUIET, GENERAL], waiting: new Set<string>([WITH_BOB]), here: GENERAL };
  expect(names('', leaning)).toEqual(['quiet-corner', 'bob', 'carol', 'Kelp', 'Settings: About']);
});

test('letters are found in their order, and where they were found is marked', () => {
  const [first] = offersFor(items, 'qcor', nothing);
  expect(first?.item.name).toBe('quiet-corner');
  expect(first?.marks).toEqual([0, 6, 7, 8]);
});

test('a command is found by other words for it too', () => {
  expect(names('licences')).toEqual(['Settings: About']);
});

test.each([
  ['#', ['general', 'quiet-corner']],
  ['@', ['bob', 'carol']],
  ['*', ['Kelp']],
  ['>', ['Settings: About']],
  ['@car', ['carol']],
  ['#car', []],
])('%s looks for one kind alone', (text, found) => {
  expect(names(text)).toEqual(found);
});

test('of two that fit alike the unread one comes first', () => {
  const north = channel(channelId(bytes(50)), 'pier-a');
  const south = channel(channelId(bytes(51)), 'pier-b');
  const both = placesToGo({ communities: [kelp], channels: [north, south], members: [] });
  const first = (leaning: Partial<Leaning>): string | undefined =>
    offersFor(both, 'pier', { ...nothing, ...leaning })[0]?.item.key;
  expect(first({ waiting: new Set([south.id]) })).toBe(south.id);
  expect(first({ waiting: new Set([north.id]) })).toBe(north.id);
  expect(first({ recent: [south.id, north.id] })).toBe(south.id);
});

test('letters of any script are found', () => {
  const arabic: MemberView = { ...memberOf(bob), id: memberId(bytes(60)), name: 'مرحبا بكم' };
  const [offer] = offersFor(placesToGo({ communities: [kelp], channels: [], members: [arabic] }), 'مرح', nothing);
  expect(offer?.item.name).toBe('مرحبا بكم');
});
