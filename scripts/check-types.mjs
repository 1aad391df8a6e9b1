// Checks the types of every environment with its own tsconfig: `shared` sees no DOM, no Node and no timers.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mkdirSync, readFileSync } from 'node:fs';
import { inTurns } from './in-turns.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';

const LOGS = join(ROOT, 'out', 'types');

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
  // What runs in Node and no other project has: the tests of the page, the configurations at the root.
  'scripts/tsconfig.rest.json',
];

/** @param {string} project */
const check = async (project) => {
  const file = join(LOGS, `${project.replaceAll('/', '-')}.log`);
  const { code } = await runCommand(process.execPath, [tsc, '-p', project], {
    cwd: ROOT,
    output: { file },
  });
  process.stdout.write(readFileSync(file));
  return code === 0;
};

mkdirSync(LOGS, { recursive: true });
const held = await inTurns(projects, 2, check);
const failed = projects.filter((_, at) => held[at] !== true);
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.join(', ')}`);
  process.exit(1);
}
