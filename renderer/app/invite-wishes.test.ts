import { expect, test } from 'vitest';

import { ANYBODY, inviteOptions } from './invite-wishes.ts';

test('an invite about which nothing was said has no limits', () => {
  expect(inviteOptions(ANYBODY, 1_000)).toEqual({});
});

test('what was chosen is asked for', () => {
  expect(inviteOptions({ uses: ' 5 ', lifetime: 'hour', needsApproval: true }, 1_000)).toEqual({
    uses: 5,
    needsApproval: true,
    expires: 3_601_000,
  });
});

test('a number of people that no invite can have is none', () => {
  for (const uses of ['0', '-1', '1001', '2.5', 'five', '1e3', '9999'])
    expect(inviteOptions({ ...ANYBODY, uses }, 1_000)).toBeUndefined();
  expect(inviteOptions({ ...ANYBODY, uses: '1000' }, 1_000)).toEqual({ uses: 1_000 });
});
