// Simulates crowds of up to 1,000 peers with the real sync and the real choice of links, and writes docs/scale.md with plots.
//   npm run scale                     everything, on all cores; takes an hour on two
//   npm run scale -- --peers 200      crowds of up to 200 only; prints, and writes nothing
//   npm run scale -- --jobs 1         on one core
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ROOT } from './root.mjs';
import { plotsOf, scaleDocument } from './scale-document.mjs';

/** @typedef {import('../shared/testing/scale/run-scale.ts').ScalePlan} ScalePlan */
/** @typedef {import('../shared/testing/scale/run-scale.ts').ScaleReport} ScaleReport */

const BUNDLE = join(ROOT, 'dist', 'sim', 'scale.mjs');
const ENTRY = fileURLToPath(new URL('../shared/testing/scale/scale-plans.ts', import.meta.url));
const LARGEST = 1_000;

/** @returns {Promise<typeof import('../shared/testing/scale/scale-plans.ts')>} */
const load = () => import(pathToFileURL(BUNDLE).href);

const scale = async () => {
  const { values } = parseArgs({ options: { peers: { type: 'string' }, jobs: { type: 'string' } } });
  const most = Number(values.peers ?? LARGEST);
  const jobs = Number(values.jobs ?? availableParallelism());
  if (!Number.isSafeInteger(most) || !Number.isSafeInteger(jobs) || most < 16 || jobs < 1) {
    console.error('Usage: npm run scale -- [--peers N] [--jobs N], whole numbers, at least 16 peers');
    return 2;
  }
  if (!(await ensureDependencies(console.error))) return 1;
  await bundle();
  const reports = await runAll((await load()).scalePlans(most), jobs);
  const document = scaleDocument(reports);
  if (most < LARGEST) console.log(document);
  else write(document, reports);
  const lost = reports.filter(({ lacking }) => lacking > 0);
  for (const { plan, lacking } of lost)
    console.error(`${plan.peers} peers: ${lacking} messages did not reach everybody`);
  return lost.length > 0 ? 1 : 0;
};

/**
 * @param {ScalePlan[]} plans
 * @param {number} jobs
 */
const runAll = async (plans, jobs) => {
  const due = [...plans];
  /** @type {ScaleReport[]} */
  const reports = [];
  const work = async () => {
    const worker = new Worker(fileURLToPath(import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 8_192 } });
    for (let plan = due.shift(); plan !== undefined; plan = due.shift()) {
      worker.postMessage(plan);
      const [report] = await once(worker, 'message'); // fails with the worker
      reports.push(report);
      console.error(`${reports.length} of ${plans.length}: ${plan.peers} peers${plan.isFlooding ? ', flooding' : ''}`);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, plans.length) }, work));
  return reports.sort((a, b) => a.plan.peers - b.plan.peers);
};

/**
 * @param {string} document
 * @param {ScaleReport[]} reports
 */
const write = (document, reports) => {
  const images = join(ROOT, 'docs', 'images');
  mkdirSync(images, { recursive: true });
  for (const { name, svg } of plotsOf(reports)) writeFileSync(join(images, name), svg);
  writeFileSync(join(ROOT, 'docs', 'scale.md'), document);
  console.log('docs/scale.md and its plots are written.');
};

/** Node 20 runs no TypeScript. */
const bundle = async () => {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [ENTRY],
    outfile: BUNDLE,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
};

const serve = async () => {
  const { runScalePlan } = await load();
  const answer = async (/** @type {ScalePlan} */ plan) => parentPort?.postMessage(await runScalePlan(plan));
  parentPort?.on('message', (/** @type {ScalePlan} */ plan) => void answer(plan));
};

if (isMainThread) process.exitCode = await scale();
else await serve();
