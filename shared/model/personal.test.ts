import { describe, expect, test } from 'vitest';

import { channelId, communityId } from '../base/ids.ts';
import { mergePersonal, type PersonalEntry } from './personal.ts';

const community = communityId(new Uint8Array(32).fill(1));
const channel = channelId(new Uint8Array(32).fill(2));

const read = (upTo: string, round = 0): PersonalEntry => ({ kind: 'read', community, channel, upTo, round });
const mute = (until: number, at: number): PersonalEntry => ({ kind: 'mute', community, channel, until, at });
const done = (...keys: string[]): PersonalEntry => ({ kind: 'done', community, channel, keys });

/** In every order, also twice. */
const mergedAnyhow = (entries: readonly PersonalEntry[]): Set<string> => {
  const orders = [
    entries,
    entries.toReversed(),
    [...entries, ...entries],
    [...entries.slice(1), ...entries.slice(0, 1)],
  ];
  return new Set(
    orders.map((order) =>
      JSON.stringify(order.reduce<PersonalEntry | undefined>((held, next) => mergePersonal(held, next), undefined)),
    ),
  );
};

describe('what two devices know of one place becomes the same on both', () => {
  test.each([
    ['the further read mark', [read('b'), read('c'), read('a')], read('c')],
    ['a mark that was set back later, whatever was read before', [read('z'), read('m', 1), read('k', 1)], read('m', 1)],
    ['the latest choice', [mute(5, 10), mute(0, 20), mute(9, 15)], mute(0, 20)],
    ['all mentions that were put away', [done('a', 'b'), done('c')], done('a', 'b', 'c')],
  ] as const)('%s', (_what, entries, expected) => {
    expect([...mergedAnyhow(entries)].map((text) => JSON.parse(text) as unknown)).toEqual([expected]);
  });

  test('two choices of the same moment: one of them, on every device the same', () => {
    expect(mergedAnyhow([mute(5, 10), mute(6, 10)]).size).toBe(1);
  });

  test('the earlier of two days on which one came', () => {
    const since = (at: number): PersonalEntry => ({ kind: 'since', community, at });
    expect(mergePersonal(since(9), since(3))).toEqual(since(3));
    expect(mergePersonal(since(3), since(9))).toEqual(since(3));
  });
});

test('what brings nothing new changes nothing', () => {
  const held = done('a', 'b');
  expect(mergePersonal(held, done('b'))).toBe(held);
});
