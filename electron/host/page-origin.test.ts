import { expect, test } from 'vitest';

import { originOf } from './page-origin.ts';

test('an origin is told of every scheme, the app’s own too', () => {
  expect(originOf('app://holdfast/index.html?x#y')).toBe('app://holdfast');
  expect(originOf('app://holdfast')).toBe('app://holdfast');
  expect(originOf('http://127.0.0.1:27580/launch')).toBe('http://127.0.0.1:27580');
});

test('what only looks like ours is not', () => {
  for (const url of [
    'app://holdfast.evil/',
    'app://evil/holdfast',
    'about:blank',
    'holdfast',
    '',
    'data:app://holdfast',
  ])
    expect(originOf(url)).not.toBe('app://holdfast');
});
