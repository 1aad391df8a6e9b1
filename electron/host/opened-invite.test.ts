import { expect, test } from 'vitest';

import { openedInvite } from './opened-invite.ts';

test('the invite among what the shell was started with goes to the page, and nothing else does', () => {
  expect(openedInvite(['--profile', 'alice', 'holdfast://join#AQ-_09'])).toBe('#AQ-_09');
  expect(openedInvite(['holdfast://join/#AQ'])).toBe('#AQ');
  for (const other of [
    'holdfast://message#AQ',
    'https://example.org/#AQ',
    'holdfast://join#AQ"><script>',
    'holdfast://join#AQ --no-sandbox',
    `holdfast://join#${'A'.repeat(3_000)}`,
  ])
    expect(openedInvite([other])).toBe('');
});
