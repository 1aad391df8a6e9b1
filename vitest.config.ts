import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,e2e/architecture}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // a safety limit, also for a machine that is many times slower
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // the default leaves a core to vitest itself, which on two is half of them
    maxWorkers: '100%',
  },
});
