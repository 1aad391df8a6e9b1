/** `npx playwright test --config e2e/playwright.config.ts` builds what is stale and runs every spec on this machine. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results',
  globalSetup: './support/build-first.ts',
  // every test starts browsers and hosts of its own: more at once would measure the machine, not Holdfast
  workers: 2,
  // a test that passes at the second try has failed
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  // Safety limits: they end what hangs, also on a machine that is many times slower. What is measured is in `npm run bench`.
  timeout: 5 * 60_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  // support/test.ts takes the screenshots, of every person and by name
  use: { screenshot: 'off', actionTimeout: 60_000, navigationTimeout: 60_000 },
});
