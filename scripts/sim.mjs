// Runs the simulation: the real core with fake clock, network and disk, through random storms.
//   npm run sim -- --seeds 1000 --steps 500            seeds 1 to 1000
//   npm run sim -- --seed 17 --steps 500               that seed alone (so does SIM_SEED=17)
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ROOT } from './root.mjs';

const BUNDLE = join(ROOT, 'dist', 'sim', 'simulate.mjs');
const ENTRY = fileURLToPath(new URL('../shared/testing/simulation/simulate.ts', import.meta.url));

const sim = async () => {
  const { values } = parseArgs({
    options: { seeds: { type: 'string' }, steps: { type: 'string' }, seed: { type: 'string' } },
  });
  const one = values.seed ?? process.env['SIM_SEED'];
  const count = wholeNumber(values.seeds ?? '100');
  const steps = wholeNumber(values.steps ?? '200');
  const seed = one === undefined ? undefined : wholeNumber(one);
  if (count === undefined || steps === undefined || (one !== undefined && seed === undefined)) {
    console.error('Usage: npm run sim -- [--seeds N] [--steps M] [--seed S], whole numbers');
    return 2;
  }
  if (!(await ensureDependencies(console.error))) return 1;
  const seeds = seed === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [seed];
  return report(await run(seeds, steps), seeds.length > 1);
};

/**
 * @param {readonly number[]} seeds
 * @param {number} steps
 */
const run = async (seeds, steps) => {
  await bundle();
  /** @type {typeof import('../shared/testing/simulation/simulate.ts')} */
  const { simulate, describeFailure } = await import(pathToFileURL(BUNDLE).href);
  /** @type {string[]} */
  let unheard = [];
  process.on('unhandledRejection', (error) => unheard.push(String(error)));
  return simulate({
    seeds,
    steps,
    failed: (failure) => console.log(describeFailure(failure)),
    settled: setImmediate,
    unheard: async () => {
      await setImmediate();
      const noticed = unheard;
      unheard = [];
      return noticed;
    },
  });
};

/**
 * @param {import('../shared/testing/simulation/simulate.ts').SimulationReport} outcome
 * @param {boolean} isMany one seed need not do everything
 */
const report = ({ failures, did, never }, isMany) => {
  for (const [what, count] of Object.entries(did)) console.log(`${String(count).padStart(9)}  ${what}`);
  if (isMany && never.length > 0) console.log(`Never happened, so nothing was learnt about it: ${never.join(', ')}`);
  console.log(failures.length === 0 ? 'No promise was broken.' : `${failures.length} seeds failed.`);
  return failures.length > 0 || (isMany && never.length > 0) ? 1 : 0;
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

const wholeNumber = (/** @type {string} */ text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

process.exitCode = await sim();
