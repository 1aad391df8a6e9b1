// Runs the simulation: the real core with fake clock, network and disk, through random storms; and shows that it would see
// the planted bugs.
//   npm run sim -- --seeds 1000 --steps 500            seeds 1 to 1000, on all cores, and the planted bugs
//   npm run sim -- --seeds 1000 --from 501             seeds 501 to 1000
//   npm run sim -- --seed 17 --steps 500               that seed alone (so does SIM_SEED=17)
//   npm run sim -- --jobs 1                            on one core
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort } from 'node:worker_threads';
import { bundleForNode } from './bundle-for-node.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { inWorkers } from './in-workers.mjs';
import { ROOT } from './root.mjs';

/** @typedef {import('../shared/testing/simulation/sim-task.ts').SimTask} SimTask */
/** @typedef {import('../shared/testing/simulation/sim-task.ts').SimTaskOutcome} SimTaskOutcome */

const BUNDLE = join(ROOT, 'dist', 'sim', 'simulate.mjs');
const SAY_EVERY_MS = 10_000;
const USAGE = 'Usage: npm run sim -- [--seeds N] [--from N] [--steps M] [--seed S] [--jobs N], whole numbers';

/** @returns {Promise<typeof import('../shared/testing/simulation/sim-task.ts')>} */
const load = () => import(pathToFileURL(BUNDLE).href);

const sim = async () => {
  const asked = readArguments();
  if (asked === undefined) {
    console.error(USAGE);
    return 2;
  }
  if (!(await ensureDependencies(console.error))) return 1;
  await bundleForNode(new URL('../shared/testing/simulation/sim-task.ts', import.meta.url), BUNDLE);
  const { seeds, steps, jobs, isMany } = asked;
  const { tasksFor } = await load();
  return report(await runAll(tasksFor(seeds, steps, isMany), jobs), isMany);
};

/** `isMany`: not one seed alone; that need not do everything. */
const readArguments = () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { seeds: text, from: text, steps: text, seed: text, jobs: text } });
  const one = values.seed ?? process.env['SIM_SEED'];
  const last = wholeNumber(one ?? values.seeds ?? '100');
  const first = wholeNumber(one ?? values.from ?? '1');
  const steps = wholeNumber(values.steps ?? '200');
  const jobs = wholeNumber(values.jobs ?? String(availableParallelism()));
  if (last === undefined || first === undefined || steps === undefined || !jobs) return undefined;
  const seeds = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return { seeds, steps, jobs, isMany: one === undefined };
};

/**
 * @param {SimTask[]} tasks
 * @param {number} jobs
 */
const runAll = async (tasks, jobs) => {
  const started = Date.now();
  const count = tasks.length;
  /** @type {SimTaskOutcome[]} */
  const outcomes = [];
  let said = started;
  const note = (/** @type {SimTask} */ _task, /** @type {SimTaskOutcome} */ outcome) => {
    outcomes.push(outcome);
    for (const failure of outcome.failures) console.log(failure);
    if (Date.now() - said < SAY_EVERY_MS) return;
    said = Date.now();
    console.error(`${outcomes.length} of ${count} parts, ${Math.round((said - started) / 1000)} s`);
  };
  await inWorkers(import.meta.url, tasks, jobs, note);
  return { outcomes, seconds: Math.round((Date.now() - started) / 1000) };
};

/**
 * @param {Awaited<ReturnType<typeof runAll>>} outcome
 * @param {boolean} isMany
 */
const report = async ({ outcomes, seconds }, isMany) => {
  const { sumOf, missing } = await load();
  const did = sumOf(outcomes.map((outcome) => outcome.did));
  const failed = outcomes.reduce((sum, { failures }) => sum + failures.length, 0);
  const never = isMany ? missing(did) : [];
  for (const [what, count] of Object.entries(did)) console.log(`${String(count).padStart(9)}  ${what}`);
  if (never.length > 0) console.log(`Never happened, so nothing was learnt about it: ${never.join(', ')}`);
  const seeds = outcomes.reduce((sum, outcome) => sum + outcome.seeds, 0);
  console.log(`${seeds} seeds in ${seconds} s.`);
  console.log(failed === 0 ? 'No promise was broken.' : `${failed} failed.`);
  return failed > 0 || never.length > 0 ? 1 : 0;
};

const wholeNumber = (/** @type {string} */ text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const serve = async () => {
  const { runTask } = await load();
  /** @type {string[]} */
  let unheard = [];
  process.on('unhandledRejection', (error) => unheard.push(String(error)));
  const takeUnheard = async () => {
    await setImmediate();
    const noticed = unheard;
    unheard = [];
    return noticed;
  };
  const answer = async (/** @type {SimTask} */ task) =>
    parentPort?.postMessage(await runTask(task, { settled: setImmediate, unheard: takeUnheard }));
  parentPort?.on('message', (/** @type {SimTask} */ task) => void answer(task));
};

if (isMainThread) process.exitCode = await sim();
else await serve();
