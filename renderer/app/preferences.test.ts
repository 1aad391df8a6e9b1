import { describe, expect, test } from 'vitest';

import { createPreferences, withRecent } from './preferences.ts';
import { bob, GENERAL, KELP, QUIET, REEF } from './testing/page-cast.ts';

const LOOK = {
  contrast: 'system',
  density: 'cosy',
  motion: 'system',
  hours: 'system',
  textSize: 15,
  enterSends: true,
};

const FRESH = {
  ...LOOK,
  theme: 'system',
  folded: {},
  communityOrder: [],
  recent: [],
  memberName: '',
  showMembers: true,
  phrase: 'new',
  lastCommunity: undefined,
  waitingPictures: {},
  skinTone: 0,
  recentEmoji: [],
  lastChannels: {},
  seenNotes: {},
  notify: 'new',
  notifyText: true,
  notifySound: 'system',
  quietUntil: 0,
  status: '',
  statusUntil: 0,
  isInvisible: false,
  hidesTyping: false,
  people: {},
};

const OF_PEOPLE = {
  status: 'at sea',
  statusUntil: 7,
  isInvisible: true,
  hidesTyping: true,
  people: { [bob.member]: { community: KELP, name: 'bob', nickname: 'Captain', isBlocked: true, isMuted: true } },
};

const portOf = (stored?: string) => {
  const port = {
    stored,
    writes: 0,
    read: () => port.stored,
    write: (text: string): void => {
      port.stored = text;
      port.writes += 1;
    },
  };
  return port;
};

test('at first start alice has the usual', () => {
  expect(createPreferences(portOf()).get()).toEqual(FRESH);
});

test('what alice chooses is there after a restart', () => {
  const port = portOf();
  const preferences = createPreferences(port);
  preferences.change({ theme: 'dark', memberName: 'alice' });
  preferences.change({
    showMembers: false,
    phrase: 'later',
    lastCommunity: KELP,
    lastChannels: { [KELP]: GENERAL, [REEF]: QUIET },
    waitingPictures: { [KELP]: 'AAAA' },
    skinTone: 3,
    recentEmoji: ['🦀'],
    seenNotes: { [KELP]: 'note' },
    notify: 'on',
    notifyText: false,
    notifySound: 'none',
    quietUntil: 5,
    ...OF_PEOPLE,
  });
  const chosen = {
    ...LOOK,
    folded: {},
    communityOrder: [],
    recent: [],
    theme: 'dark',
    memberName: 'alice',
    showMembers: false,
    phrase: 'later',
    lastCommunity: KELP,
    lastChannels: { [KELP]: GENERAL, [REEF]: QUIET },
    waitingPictures: { [KELP]: 'AAAA' },
    skinTone: 3,
    recentEmoji: ['🦀'],
    seenNotes: { [KELP]: 'note' },
    notify: 'on',
    notifyText: false,
    notifySound: 'none',
    quietUntil: 5,
    ...OF_PEOPLE,
  };
  expect(preferences.get()).toEqual(chosen);
  expect(createPreferences(portOf(port.stored)).get()).toEqual(chosen);
});

test('views hear of a change, and the disk has it by then', () => {
  const port = portOf();
  const preferences = createPreferences(port);
  const seen: string[] = [];
  const stop = preferences.subscribe(() => seen.push(preferences.get().theme));
  preferences.change({ theme: 'light' });
  stop();
  preferences.change({ theme: 'dark' });
  expect(seen).toEqual(['light']);
  expect(port.writes).toBe(2);
});

describe('garbage in the storage costs nothing but itself', () => {
  test.each(['', 'null', '{', '[]', '[1,2]', '"text"', '3', 'true', '\u0000', '{}'])('%j', (stored) => {
    const preferences = createPreferences(portOf(stored));
    expect(preferences.get()).toEqual(FRESH);
    preferences.change({ theme: 'dark' });
    expect(preferences.get().theme).toBe('dark');
  });

  test.each([
    ['theme', 'neon'],
    ['waitingPictures', { [KELP]: 'x'.repeat(24_001) }],
    ['contrast', 'low'],
    ['density', 3],
    ['motion', null],
    ['hours', '25'],
    ['textSize', 400],
    ['textSize', 12.5],
    ['enterSends', 'no'],
    ['recent', 'everywhere'],
    ['memberName', 'x'.repeat(65)],
    ['memberName', 7],
    ['showMembers', 'yes'],
    ['phrase', 'maybe'],
    ['skinTone', 6],
    ['recentEmoji', 'all'],
    ['lastCommunity', { id: 1 }],
    ['lastChannels', ['general']],
    ['lastChannels', { [KELP]: 5 }],
    ['seenNotes', { [KELP]: 5 }],
    ['notify', 'perhaps'],
    ['notifyText', 1],
    ['notifySound', 'gong'],
    ['quietUntil', 'noon'],
    ['status', 'x'.repeat(81)],
    ['status', 'two\nlines'],
    ['statusUntil', 'tomorrow'],
    ['isInvisible', 'yes'],
    ['people', { [bob.member]: 'blocked' }],
  ] as const)('a bad %s leaves the other choices', (field, value) => {
    const good = {
      ...LOOK,
      folded: {},
      communityOrder: [],
      recent: [KELP],
      theme: 'dark',
      memberName: 'alice',
      showMembers: false,
      phrase: 'written',
      lastCommunity: KELP,
      waitingPictures: { [KELP]: 'AAAA' },
      skinTone: 2,
      recentEmoji: ['🦀'],
      lastChannels: {},
      seenNotes: {},
      notify: 'on',
      notifyText: false,
      notifySound: 'holdfast',
      quietUntil: 5,
      ...OF_PEOPLE,
    };
    const { [field]: fresh } = FRESH;
    expect(createPreferences(portOf(JSON.stringify({ ...good, [field]: value }))).get()).toEqual({
      ...good,
      [field]: fresh,
    });
  });

  test('what a newer version stored beside is not in the way', () => {
    const stored = JSON.stringify({ theme: 'light', weather: 'fog' });
    expect(createPreferences(portOf(stored)).get()).toEqual({ ...FRESH, theme: 'light' });
  });
});

test('where alice was is kept once each, newest first, and not for ever', () => {
  expect(withRecent(['b', 'a', 'c'], 'a')).toEqual(['a', 'b', 'c']);
  const many = Array.from({ length: 30 }, (_, i) => `place ${i}`).reduce(withRecent, [] as string[]);
  expect(many).toHaveLength(20);
  expect(many[0]).toBe('place 29');
});
