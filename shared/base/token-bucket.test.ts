import { expect, test } from 'vitest';

import { createTokenBucket } from './token-bucket.ts';

test('so much at once, so much a second, never more than at once; what does not fit takes nothing', () => {
  const bucket = createTokenBucket({ perSecond: 10, burst: 20 }, 0);
  expect([bucket.take(0, 15), bucket.take(0, 6), bucket.take(0, 5), bucket.take(0, 1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([bucket.take(500, 6), bucket.take(500, 5)]).toEqual([false, true]);
  expect(bucket.level(3_600_000)).toBe(20);
});

test('a clock that is set back gives nothing and takes nothing', () => {
  const bucket = createTokenBucket({ perSecond: 10, burst: 20 }, 10_000);
  expect(bucket.take(10_000, 20)).toBe(true);
  expect(bucket.take(0, 1)).toBe(false);
  expect(bucket.take(100, 1)).toBe(true);
});
