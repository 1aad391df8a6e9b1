import { expect, test } from 'vitest';

import { type ChannelId, channelId, type CommunityId, communityId } from '../../shared/base/ids.ts';
import type { ChannelView } from '../../shared/model/views.ts';
import { channelView } from '../../shared/testing/projection-cast.ts';
import { asListed, categoriesOf, channelSections, movesTo } from './channel-sections.ts';

const KELP: CommunityId = communityId(new Uint8Array(32).fill(1));
const idOf = (n: number): ChannelId => channelId(new Uint8Array(32).fill(n));
const at = (n: number, more: Partial<ChannelView> = {}): ChannelView => ({ ...channelView(idOf(n), KELP, n), ...more });

const CHANNELS = [
  at(0),
  at(1, { category: 'Town' }),
  at(2, { category: 'Boats' }),
  at(3, { category: 'Town' }),
  at(4, { isArchived: true, category: 'Boats' }),
  at(5, { kind: 'direct' }),
  at(6),
];
const numbers = (channels: readonly ChannelView[]): number[] =>
  channels.map(({ id }) => [0, 1, 2, 3, 4, 5, 6].find((n) => idOf(n) === id) ?? -1);

/** The list after the moves. */
const after = (moved: number, to: Parameters<typeof movesTo>[2]): number[] => {
  const moves = new Map(movesTo(CHANNELS, idOf(moved), to).map(({ kind: _, channel, ...change }) => [channel, change]));
  return numbers(asListed(CHANNELS.map((channel) => ({ ...channel, ...moves.get(channel.id) }))));
};

test('a category stands where its first channel does, and archived ones and conversations come last', () => {
  expect(channelSections(CHANNELS).map(({ kind, name, channels }) => [kind, name, numbers(channels)])).toEqual([
    ['open', '', [0, 6]],
    ['category', 'Town', [1, 3]],
    ['category', 'Boats', [2]],
    ['direct', '', [5]],
    ['archived', '', [4]],
  ]);
  expect(categoriesOf(CHANNELS)).toEqual(['Town', 'Boats']);
});

test('channels of one position are in the same order for everybody', () => {
  const same = [at(2, { position: 0 }), at(1, { position: 0 })];
  expect(numbers(asListed(same))).toEqual(numbers(asListed(same.toReversed())));
});

test('a channel moves before another, to the end of a category, into a new one, and out of all', () => {
  expect(after(3, { category: 'Town', before: idOf(1) })).toEqual([0, 6, 3, 1, 2, 5, 4]);
  expect(after(2, { category: 'Town' })).toEqual([0, 6, 1, 3, 2, 5, 4]);
  expect(after(6, { category: 'Boats', before: idOf(2) })).toEqual([0, 1, 3, 6, 2, 5, 4]);
  expect(after(1, { category: 'New' })).toEqual([0, 6, 3, 2, 1, 5, 4]);
  expect(after(1, { category: '', before: idOf(6) })).toEqual([0, 1, 6, 3, 2, 5, 4]);
});

test('what stands there already is not said, and what is not there moves nothing', () => {
  const inPlace = asListed(CHANNELS).map((channel, position) => ({ ...channel, position }));
  expect(movesTo(inPlace, idOf(6), { category: '' })).toEqual([]);
  expect(movesTo(inPlace, idOf(9), { category: '' })).toEqual([]);
  expect(movesTo(inPlace, idOf(6), { category: '', before: idOf(9) })).toEqual([]);
  expect(movesTo(inPlace, idOf(6), { category: '', before: idOf(0) })).toHaveLength(2);
});
