import { expect, test } from 'vitest';

import { clockSkew } from './clock-skew.ts';
import { linkTo, statusOf } from './testing/network-cast.ts';
import { alice, bob, carol, KELP, REEF } from './testing/page-cast.ts';

const HOUR = 3_600_000;
const skewOf = (...links: ReturnType<typeof linkTo>[]) => clockSkew(statusOf({ links }), KELP);

test('clocks that differ by two minutes or less are nobody’s business', () => {
  expect(skewOf()).toBeUndefined();
  expect(skewOf(linkTo(bob), linkTo(carol, { clockAheadMs: -120_000 }))).toBeUndefined();
  expect(clockSkew(undefined, KELP)).toBeUndefined();
});

test('with one other nobody can tell whose is wrong', () => {
  expect(skewOf(linkTo(bob, { clockAheadMs: 3 * HOUR }))).toEqual({
    whose: 'either',
    aheadMs: 3 * HOUR,
    member: bob.member,
  });
});

test('if most others agree with each other it is this device’s, and else theirs', () => {
  const wrong = { clockAheadMs: -HOUR };
  expect(skewOf(linkTo(bob, wrong), linkTo(carol, { clockAheadMs: -HOUR - 900 }))?.whose).toBe('mine');
  expect(skewOf(linkTo(bob, wrong), linkTo(carol, { clockAheadMs: 400 }))).toMatchObject({
    whose: 'theirs',
    member: bob.member,
  });
  expect(skewOf(linkTo(bob, wrong), linkTo(carol, { clockAheadMs: 5 * HOUR }))?.whose).toBe('theirs');
});

test('who is not in the community on screen, or not let in yet, says nothing about it', () => {
  expect(skewOf(linkTo(alice, { community: REEF, clockAheadMs: HOUR }))).toBeUndefined();
  expect(skewOf(linkTo(bob, { state: 'joiner', clockAheadMs: HOUR }))).toBeUndefined();
});
