import { describe, expect, test } from 'vitest';

import { createPreferences } from './preferences.ts';
import { GENERAL, KELP, QUIET, REEF } from './testing/page-cast.ts';

const FRESH = {
  theme: 'system',
  memberName: '',
  showMembers: true,
  phrase: 'new',
  lastCommunity: undefined,
  skinTone: 0,
  recentEmoji: [],
  lastChannels: {},
  seenNotes: {},
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
    skinTone: 3,
    recentEmoji: ['🦀'],
    seenNotes: { [KELP]: 'note' },
  });
  const chosen = {
    theme: 'dark',
    memberName: 'alice',
    showMembers: false,
    phrase: 'later',
    lastCommunity: KELP,
    lastChannels: { [KELP]: GENERAL, [REEF]: QUIET },
    skinTone: 3,
    recentEmoji: ['🦀'],
    seenNotes: { [KELP]: 'note' },
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
  ] as const)('a bad %s leaves the other choices', (field, value) => {
    const good = {
      theme: 'dark',
      memberName: 'alice',
      showMembers: false,
      phrase: 'written',
      lastCommunity: KELP,
      skinTone: 2,
      recentEmoji: ['🦀'],
      lastChannels: {},
      seenNotes: {},
    };
    const { [field]: fresh } = FRESH;
    expect(createPreferences(portOf(JSON.stringify({ ...good, [field]: value }))).get()).toEqual({
      ...good,
      [field]: fresh,
    });
  });

  test('what a newer version stored beside is not in the way', () => {
    const stored = JSON.stringify({ theme: 'light', density: 'cosy' });
    expect(createPreferences(portOf(stored)).get()).toEqual({ ...FRESH, theme: 'light' });
  });
});
