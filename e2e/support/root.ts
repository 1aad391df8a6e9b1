import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A built program of the Node side. */
export const builtProgram = (name: 'standalone' | 'headless' | 'hub'): string =>
  join(ROOT, 'dist', 'electron', `${name}.mjs`);

/** Mallory's program (e2e/support/liar). */
export const LIAR = join(ROOT, 'out', 'e2e', 'liar.mjs');
