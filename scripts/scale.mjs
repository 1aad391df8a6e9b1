// Simulates crowds of up to 1,000 peers with the real sync and the real choice of links, and writes docs/scale.md with plots.
//   npm run scale                     everything, on all cores; takes half an hour on two
//   npm run scale -- --peers 200      crowds of up to 200 only; prints, and writes nothing
//   npm run scale -- --jobs 1         on one core
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort } from 'node:worker_threads';
import { bundleForNode } from './bundle-for-node.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { inWorkers } from './in-workers.mjs';
import { ROOT } from './root.mjs';
import { plotsOf, scaleDocument } from './scale-document.mjs';

/** @typedef {import('../shared/testing/scale/run-scale.ts').ScalePlan} ScalePlan */
/** @typedef {import('../shared/testing/scale/run-scale.ts').ScaleReport} ScaleReport */

const BUNDLE = join(ROOT, 'dist', 'sim', 'scale.mjs');
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
  await bundleForNode(new URL('../shared/testing/scale/scale-plans.ts', import.meta.url), BUNDLE);
  const reports = await runAll((await load()).scalePlans(most), jobs);
  const document = scaleDocument(reports);
  if (most < LARGEST) console.log(document);
  else await write(document, reports);
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
  /** @type {ScaleReport[]} */
  const reports = [];
  await inWorkers(import.meta.url, plans, jobs, (/** @type {ScalePlan} */ plan, /** @type {ScaleReport} */ report) => {
    reports.push(report);
    console.error(`${reports.length} of ${plans.length}: ${plan.peers} peers${plan.isFlooding ? ', flooding' : ''}`);
  });
  return reports.sort((a, b) => a.plan.peers - b.plan.peers);
};

/**
 * @param {string} document
 * @param {ScaleReport[]} reports
 */
const write = async (document, reports) => {
  const images = join(ROOT, 'docs', 'images');
  mkdirSync(images, { recursive: true });
  for (const { name, svg } of plotsOf(reports)) writeFileSync(join(images, name), svg);
  const { format, resolveConfig } = await import('prettier');
  const path = join(ROOT, 'docs', 'scale.md');
  writeFileSync(path, await format(document, { ...(await resolveConfig(path)), parser: 'markdown' }));
  console.log('docs/scale.md and its plots are written.');
};

const serve = async () => {
  const { runScalePlan } = await load();
  const answer = async (/** @type {ScalePlan} */ plan) => parentPort?.postMessage(await runScalePlan(plan));
  parentPort?.on('message', (/** @type {ScalePlan} */ plan) => void answer(plan));
};

if (isMainThread) process.exitCode = await scale();
else await serve();
