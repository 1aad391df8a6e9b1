// `npm run -s bench`: measures, and prints one JSON object. Everything else is said on stderr.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { runProgram } from './run-program.mjs';

const BENCH = join(ROOT, 'dist', 'bench', 'main.mjs');

const bench = async () => {
  if (!(await ensureDependencies(console.error))) return 1;
  const asked = process.argv.slice(2);
  // without browsers, hosts and hubs
  if (asked.join(' ') === '--only verify') {
    await bundleBench();
    return runProgram(process.execPath, [BENCH, ...asked]);
  }
  if (asked.length > 0) {
    console.error('Usage: npm run -s bench [-- --only verify]');
    return 2;
  }
  const build = [join(ROOT, 'scripts/build.mjs'), '--only', 'renderer,standalone,headless,hub'];
  const built = await runCommand(process.execPath, build, { cwd: ROOT, output: 'stderr' });
  if (built.code !== 0) return built.code;
  if ((await ensureBrowser(console.error)) === undefined) return 1;
  await bundleBench();
  return runProgram(process.execPath, [BENCH]);
};

/** Node 20 runs no TypeScript. */
const bundleBench = async () => {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [fileURLToPath(new URL('../e2e/bench/main.ts', import.meta.url))],
    outfile: BENCH,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    plugins: [{ name: 'own-urls', setup: keepOwnUrls }],
  });
};

/** In one bundle every file would otherwise take itself for the bundle: the folder of the checkout, "started by hand". */
const keepOwnUrls = (/** @type {import('esbuild').PluginBuild} */ build) =>
  build.onLoad({ filter: /(?:e2e|scripts)[\\/].*\.m?[jt]s$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    loader: path.endsWith('.ts') ? 'ts' : 'js',
  }));

process.exitCode = await bench();
