// Runs a program without a window: `npm run -s peer -- …`, `npm run hub -- …` or `npm run journal -- …`.
// Everything said before it starts goes to stderr: the headless peer's stdout carries only its answers.
import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { runProgram } from './run-program.mjs';

const PROGRAMS = ['headless', 'hub', 'journal'];

const run = async (/** @type {string | undefined} */ name, /** @type {readonly string[]} */ args) => {
  if (name === undefined || !PROGRAMS.includes(name)) {
    console.error(`Usage: node scripts/run.mjs ${PROGRAMS.join('|')} [arguments]`);
    return 2;
  }
  if (!(await ensureDependencies(console.error))) return 1;
  const built = await runCommand(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--only', name], {
    cwd: ROOT,
    output: 'stderr',
  });
  if (built.code !== 0) return built.code;
  return runProgram(process.execPath, [join(ROOT, `dist/electron/${name}.mjs`), ...args]);
};

process.exitCode = await run(process.argv[2], process.argv.slice(3));
