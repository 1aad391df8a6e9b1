import { expect, test } from 'vitest';

import type { CommunityId } from '../../shared/base/ids.ts';
import { inOwnOrder, movedBefore, movedBy } from './community-order.ts';
import { alice, kelpOf } from './testing/page-cast.ts';

const ids = ['a', 'b', 'c', 'd'] as CommunityId[];
const [a, b, , d] = ids as [CommunityId, CommunityId, CommunityId, CommunityId];
const text = (list: readonly string[] | undefined): string | undefined => list?.join('');

test('what was put in order comes first, what is new below it, as it came', () => {
  const communities = ids.map((id) => ({ ...kelpOf(alice), id }));
  expect(text(inOwnOrder(communities, ['c', 'gone', 'a']).map(({ id }) => id))).toBe('cabd');
  expect(text(inOwnOrder(communities, []).map(({ id }) => id))).toBe('abcd');
});

test('a community is dropped before another, at the end, or where it was', () => {
  expect(text(movedBefore(ids, d, a))).toBe('dabc');
  expect(text(movedBefore(ids, a, d))).toBe('bcad');
  expect(text(movedBefore(ids, a, undefined))).toBe('bcda');
  expect(text(movedBefore(ids, b, b))).toBe('abcd');
});

test('a community goes up and down by one, and no further than the ends', () => {
  expect(text(movedBy(ids, b, -1))).toBe('bacd');
  expect(text(movedBy(ids, b, 1))).toBe('acbd');
  expect(movedBy(ids, a, -1)).toBeUndefined();
  expect(movedBy(ids, d, 1)).toBeUndefined();
});
