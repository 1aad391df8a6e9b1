import { expect, test } from 'vitest';

import { inviteIn } from './pasted-invite.ts';

const FRAGMENT = 'AQ'.repeat(40);
const LINK = `holdfast://join#${FRAGMENT}`;

test('the invite is found in what people paste', () => {
  expect(inviteIn(LINK)).toBe(LINK);
  expect(inviteIn(`Come over!\n  <${LINK}> see you, Alice`)).toBe(LINK);
  expect(inviteIn(`https://example.org/join#${FRAGMENT}.`)).toBe(`https://example.org/join#${FRAGMENT}`);
  expect(inviteIn(`As in https://example.org/page#chapter-2, holdfast://join#AQ was cut off: ${LINK}`)).toBe(LINK);
});

test('a damaged link is taken too, so that its mistake is told; other texts are not', () => {
  expect(inviteIn('holdfast://join#AQ')).toBe('holdfast://join#AQ');
  for (const text of ['', 'Alice', 'https://example.org/page#chapter-2', 'holdfast://message#AAAA', 'x'.repeat(30_000)])
    expect(inviteIn(text)).toBeUndefined();
});
