import { expect, test } from 'vitest';

import { createDice } from '../../shared/testing/simulation/dice.ts';
import { createFreeSpace, type Extent } from './free-space.ts';

test('what lies between pieces is used before the end grows', () => {
  const space = createFreeSpace([
    { at: 30, length: 10 },
    { at: 0, length: 10 },
  ]);
  expect(space.end()).toBe(40);
  expect(space.take(15)).toBe(10);
  expect(space.take(6)).toBe(40);
  expect(space.take(5)).toBe(25);
  expect(space.end()).toBe(46);
});

test('what is given back joins what is free beside it, and the end goes back with it', () => {
  const space = createFreeSpace([{ at: 0, length: 50 }]);
  space.give({ at: 10, length: 10 });
  space.give({ at: 30, length: 10 });
  space.give({ at: 20, length: 10 });
  expect(space.take(30)).toBe(10);
  space.give({ at: 10, length: 30 });
  space.give({ at: 40, length: 10 });
  expect(space.end()).toBe(10);
  expect(space.take(1)).toBe(10);
});

test('P3 no two pieces ever overlap, and all that is given back is used again', () => {
  const dice = createDice(7);
  const space = createFreeSpace([]);
  let held: Extent[] = [];
  let most = 0;
  for (let step = 0; step < 3_000; step += 1) {
    if (held.length < 40 || dice.below(2) === 0) {
      const length = 1 + dice.below(100);
      const piece = { at: space.take(length), length };
      for (const { at, length: long } of held) expect(piece.at + length <= at || piece.at >= at + long).toBe(true);
      held.push(piece);
    } else {
      const [gone] = held.splice(dice.below(held.length), 1);
      if (gone !== undefined) space.give(gone);
    }
    if (held.length > 60) for (const one of held.splice(0, 20)) space.give(one);
    most = Math.max(most, space.end());
  }
  expect(space.end()).toBe(Math.max(...held.map(({ at, length }) => at + length)));
  expect(most).toBeLessThan(60 * 100 * 2);
  for (const one of held) space.give(one);
  held = [];
  expect(space.end()).toBe(0);
});
