import { expect, test } from 'vitest';

import { outageText } from './strings-network.ts';

test('the banner counts who is connected, and promises no more finding than there is', () => {
  const connected = { kind: 'connected', connected: 3, others: 5, lan: false } as const;
  expect(outageText(connected)).toBe(
    'You are connected to 3 members directly: messages go through. Others may not be found; connect them by codes.',
  );
  expect(outageText({ ...connected, connected: 1, lan: true })).toBe(
    'You are connected to 1 member directly: messages go through. People who are not on your local network may not be found; connect them by codes.',
  );
  expect(outageText({ ...connected, connected: 5 })).toBe(
    'You are connected to 5 members directly: messages go through.',
  );
});

test('with nobody connected it promises that nothing is lost', () => {
  expect(outageText({ kind: 'nobody' })).toBe(
    'Nobody can be reached right now. What you write is saved here and is delivered when someone is back.',
  );
});
