// All pairs and triples of governance operations, of four people of three ranks, in every causal shape.
//   npm run sets                      on all cores: every pair, and every triple in which each operation counts for its author
//   npm run sets -- --all             the triples with operations that count for nobody too
//   npm run sets -- --jobs 1          on one core
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort } from 'node:worker_threads';
import { bundleForNode } from './bundle-for-node.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { inWorkers } from './in-workers.mjs';
import { ROOT } from './root.mjs';

/** @typedef {import('../shared/testing/governance-parts.ts').Part} Part */
/** @typedef {import('../shared/testing/governance-parts.ts').PartOutcome} PartOutcome */

const BUNDLE = join(ROOT, 'dist', 'sim', 'sets.mjs');
const SAY_EVERY_MS = 10_000;
const PROBLEMS_SHOWN = 20;

/** @returns {Promise<typeof import('../shared/testing/governance-parts.ts')>} */
const loadParts = () => import(pathToFileURL(BUNDLE).href);

const sets = async () => {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, jobs: { type: 'string' } } });
  const jobs = Number(values.jobs ?? availableParallelism());
  if (!Number.isSafeInteger(jobs) || jobs < 1) {
    console.error('Usage: npm run sets -- [--all] [--jobs N]');
    return 2;
  }
  if (!(await ensureDependencies(console.error))) return 1;
  await bundleForNode(new URL('../shared/testing/governance-parts.ts', import.meta.url), BUNDLE);
  const parts = (await loadParts()).allParts(values.all === true ? 'all' : 'counting');
  return report(await runAll(parts, jobs));
};

/**
 * @param {readonly Part[]} parts
 * @param {number} jobs
 */
const runAll = async (parts, jobs) => {
  /** @type {{ pairs: number; triples: number; left: number; problems: string[]; seconds: number }} */
  const total = { pairs: 0, triples: 0, left: 0, problems: [], seconds: 0 };
  const started = Date.now();
  let done = 0;
  let said = started;
  const note = (/** @type {Part} */ { count }, /** @type {PartOutcome} */ { sets: run, left, problems }) => {
    total[count === 2 ? 'pairs' : 'triples'] += run;
    total.left += left;
    for (const problem of problems) if (total.problems.push(problem) <= PROBLEMS_SHOWN) console.error(`\n${problem}`);
    done += 1;
    total.seconds = Math.round((Date.now() - started) / 1000);
    if (Date.now() - said < SAY_EVERY_MS) return;
    said = Date.now();
    console.error(`${done} of ${parts.length} parts, ${total.triples} triples, ${total.seconds} s`);
  };
  await inWorkers(import.meta.url, parts, jobs, note);
  return total;
};

/** @param {Awaited<ReturnType<typeof runAll>>} total */
const report = ({ pairs, triples, left, problems, seconds }) => {
  console.log(`${pairs} pairs and ${triples} triples in ${seconds} s; ${left} left out (twice the same operation, or`);
  console.log(`one that counts for nobody). ${problems.length} problems.`);
  return problems.length > 0 || pairs === 0 || triples === 0 ? 1 : 0;
};

const serve = async () => {
  const { runPart } = await loadParts();
  parentPort?.on('message', (/** @type {Part} */ part) => parentPort?.postMessage(runPart(part)));
};

if (isMainThread) process.exitCode = await sets();
else await serve();
