import { vi } from 'vitest';

/** Waits for what must come, also on a machine that is many times slower: vitest's own `waitFor` gives up after a second. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 });
