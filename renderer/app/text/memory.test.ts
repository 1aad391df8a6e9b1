import { expect, test } from 'vitest';

import { createMemory } from './memory.ts';

test('what is worked out once is remembered, up to a count and a weight; what was not asked for longest goes', () => {
  const worked: string[] = [];
  const memory = createMemory<number>({ count: 3, weight: 100 }, (value) => value);
  const ask = (key: string, weight = 1): number =>
    memory(key, () => {
      worked.push(key);
      return weight;
    });
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd']) ask(key);
  expect(worked).toEqual(['a', 'b', 'c', 'd']);
  ask('b');
  expect(worked.at(-1)).toBe('b');
  ask('heavy', 99);
  ask('b');
  expect(worked.at(-1)).toBe('heavy');
  ask('d');
  expect(worked.at(-1)).toBe('d');
  expect(ask('too heavy', 500)).toBe(500);
  ask('too heavy', 500);
  expect(worked.filter((key) => key === 'too heavy')).toHaveLength(2);
});
