import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { APP_ID } from './app-id.ts';

test('the app says that it is what its package is', () => {
  const packaged = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
  expect(packaged.split('\n')).toContain(`appId: ${APP_ID}`);
});
