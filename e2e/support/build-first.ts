/**
 * Playwright's global setup: builds what is stale, so that a spec never tests yesterday's code. While the page is being
 * changed, `HOLDFAST_E2E_BUILD=headless,hub` builds only what the specs of headless peers need.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { buildSync } from 'esbuild';

import { LIAR, ROOT } from './root.ts';

const buildFirst = (): void => {
  const only = process.env['HOLDFAST_E2E_BUILD'];
  const args = [join(ROOT, 'scripts', 'build.mjs'), ...(only === undefined ? [] : ['--only', only])];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed, so there is nothing to test. Its output is above.');
  buildLiar();
};

/** Mallory's program is built like the headless peer, beside the product and never into it. */
const buildLiar = (): void =>
  void buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['e2e/support/liar/main.ts'],
    outfile: LIAR,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['node-datachannel', 'node-datachannel/polyfill'],
    banner: {
      js: "import { createRequire as liarRequire } from 'node:module'; const require = liarRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });

export default buildFirst;
