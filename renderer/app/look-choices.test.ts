import { expect, test } from 'vitest';

import { sends } from './look-choices.ts';

const press = (held: 'nothing' | 'shift' | 'ctrl' | 'meta') => ({
  shiftKey: held === 'shift',
  ctrlKey: held === 'ctrl',
  metaKey: held === 'meta',
});

test.each([
  ['nothing', true, true],
  ['shift', true, false],
  ['ctrl', true, true],
  ['meta', true, true],
  ['nothing', false, false],
  ['shift', false, false],
  ['ctrl', false, true],
  ['meta', false, true],
] as const)('Enter with %s, where Enter sends: %s, sends: %s', (held, enterSends, isSent) => {
  expect(sends(press(held), { enterSends })).toBe(isSent);
});
