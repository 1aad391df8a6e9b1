// Checks the types of every environment with its own tsconfig: `shared` sees no DOM, no Node and no timers.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const projects = [
  'shared/tsconfig.json',
  'shared/tsconfig.tests.json',
  'renderer/tsconfig.json',
  'renderer/tsconfig.worker.json',
  'electron/tsconfig.json',
  'electron/preload/tsconfig.json',
  'e2e/tsconfig.json',
  'scripts/tsconfig.json',
];
const failed = projects.filter(
  (project) => spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.join(', ')}`);
  process.exit(1);
}
