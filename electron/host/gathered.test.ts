import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createGathered } from './gathered.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is asked for now and then is done at once; what is asked for all the time, once in a while', () => {
  let done = 0;
  const { ask, cancel } = createGathered(100, () => (done += 1));
  ask();
  expect(done).toBe(1);
  for (let i = 0; i < 50; i += 1) ask();
  expect(done).toBe(4);
  vi.advanceTimersByTime(100);
  expect(done).toBe(5);
  vi.advanceTimersByTime(5_000);
  expect(done).toBe(5);
  ask();
  expect(done).toBe(6);
  cancel();
});

test('nothing is done after the end', () => {
  let done = 0;
  const { ask, cancel } = createGathered(100, () => (done += 1));
  for (let i = 0; i < 5; i += 1) ask();
  cancel();
  vi.advanceTimersByTime(1_000);
  expect(done).toBe(4);
});
