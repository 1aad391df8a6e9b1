/**
 * Playwright's global setup: builds what is stale, so that a spec never tests yesterday's code. While the page is being
 * changed, `HOLDFAST_E2E_BUILD=headless,hub` builds only what the specs of headless peers need.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from './root.ts';

const buildFirst = (): void => {
  const only = process.env['HOLDFAST_E2E_BUILD'];
  const args = [join(ROOT, 'scripts', 'build.mjs'), ...(only === undefined ? [] : ['--only', only])];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed, so there is nothing to test. Its output is above.');
};

export default buildFirst;
