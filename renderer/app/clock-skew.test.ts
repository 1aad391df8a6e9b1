import { expect, test } from 'vitest';

import { clockSkew } from './clock-skew.ts';
import { linkTo, statusOf } from './testing/network-cast.ts';
import { alice, bob, carol, KELP, mallory, REEF } from './testing/page-cast.ts';

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

test('two devices of one person are one vote, whatever they say', () => {
  const [phone, laptop] = [linkTo(bob, { clockAheadMs: HOUR }), linkTo(bob, { clockAheadMs: HOUR + 500 })];
  expect(skewOf(phone, laptop)).toMatchObject({ whose: 'either', member: bob.member });
  expect(skewOf(phone, laptop, linkTo(carol, { clockAheadMs: 0 }))).toMatchObject({
    whose: 'theirs',
    member: bob.member,
  });
  // one of them is right by this device's clock: so it is not this one's that is wrong
  const right = linkTo(bob, { clockAheadMs: 300 });
  expect(skewOf(phone, right)).toMatchObject({ whose: 'theirs', member: bob.member });
  expect(skewOf(phone, right, linkTo(carol, { clockAheadMs: HOUR }))).toMatchObject({ whose: 'theirs' });
});

test('what most others say is taken, in whichever order they are linked', () => {
  const links = [
    linkTo(mallory, { clockAheadMs: 7 * HOUR }),
    linkTo(bob, { clockAheadMs: -HOUR }),
    linkTo(carol, { clockAheadMs: -HOUR + 900 }),
  ];
  const orders = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ].map((order) => order.flatMap((at) => links[at] ?? []));
  const told = orders.map((order) => skewOf(...order));
  expect(told).toEqual(orders.map(() => told[0]));
  expect(told[0]?.whose).toBe('mine');
  expect(Math.round((told[0]?.aheadMs ?? 0) / HOUR)).toBe(-1);
  const even = links.slice(0, 2);
  expect(skewOf(...even)).toEqual(skewOf(...even.toReversed()));
});

test('of whom it is not known who they are nobody says whose clock is wrong', () => {
  expect(skewOf(linkTo(bob, { member: undefined, clockAheadMs: HOUR }))).toBeUndefined();
});

test('who is not in the community on screen, or not let in yet, says nothing about it', () => {
  expect(skewOf(linkTo(alice, { community: REEF, clockAheadMs: HOUR }))).toBeUndefined();
  expect(skewOf(linkTo(bob, { state: 'joiner', clockAheadMs: HOUR }))).toBeUndefined();
});
