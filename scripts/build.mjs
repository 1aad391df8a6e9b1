// Builds what is run: the page (vite) and the programs of the Node side (esbuild), into dist/.
// What has not changed since its last build is left as it is.
//   node scripts/build.mjs [--force] [--only renderer,main,preload,standalone,headless,hub,journal]
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMain, ROOT } from './root.mjs';
import { withLock } from './with-lock.mjs';

/** @typedef {'renderer' | 'main' | 'preload' | 'standalone' | 'headless' | 'hub' | 'journal'} Target */

/** @type {Record<Exclude<Target, 'renderer'>, { entry: string; format: 'cjs' | 'esm'; isCached?: true }>} */
const PROGRAMS = {
  // Electron loads both by require; a sandboxed preload cannot be an ES module.
  main: { entry: 'electron/main/main.ts', format: 'cjs' },
  preload: { entry: 'electron/preload/preload.ts', format: 'cjs' },
  standalone: { entry: 'electron/standalone/main.ts', format: 'esm' },
  // started often, by scripts and benches: half of its start would be compiling
  headless: { entry: 'electron/headless/main.ts', format: 'esm', isCached: true },
  hub: { entry: 'electron/hub/main.ts', format: 'esm' },
  journal: { entry: 'electron/journal/main.ts', format: 'esm' },
};

/** Files whose change makes every target stale. */
const COMMON = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'];
/** And those that are cached. */
const CACHING = ['cached-start', 'load-program', 'make-code-cache', 'warm-program'].map(
  (name) => `scripts/${name}.mjs`,
);
const RENDERER_SOURCES = ['renderer', 'shared', 'assets', 'vite.config.ts', 'vite.licences.ts'];
const PROGRAM_SOURCES = ['electron', 'shared'];

/** @type {readonly Target[]} */
export const ALL_TARGETS = ['renderer', 'main', 'preload', 'standalone', 'headless', 'hub', 'journal'];

/**
 * @param {object} [options]
 * @param {readonly Target[]} [options.only]
 * @param {boolean} [options.force]
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<void>} rejects with the bundler's error
 */
export const build = async ({ only = ALL_TARGETS, force = false, say = console.log } = {}) => {
  for (const target of only.filter((name) => !existsSync(entryOf(name)))) {
    say(`${target} is left out: ${relative(ROOT, entryOf(target))} is not written yet.`);
  }
  const present = only.filter((target) => existsSync(entryOf(target)));
  const stale = () => present.filter((target) => force || !isFresh(target));
  if (stale().length === 0) return;
  await withLock(async () => {
    for (const target of stale()) {
      const started = Date.now();
      const inputs = hashOf(target);
      if (target === 'renderer') await buildRenderer();
      else if (PROGRAMS[target].isCached) await buildCached(target, say);
      else await buildProgram(target);
      mkdirSync(join(ROOT, 'dist', '.built'), { recursive: true });
      writeFileSync(stampOf(target), inputs);
      say(`Built ${target} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    }
  }, say);
};

/** @param {Exclude<Target, 'renderer'>} target */
const buildProgram = async (target) => {
  const { entry, format } = PROGRAMS[target];
  await bundleProgram({
    entryPoints: [entry],
    outfile: outputOf(target),
    format,
    // CommonJS packages inside an ES module still ask for `require`.
    ...(format === 'esm'
      ? {
          banner: {
            js: "import { createRequire as holdfastRequire } from 'node:module'; const require = holdfastRequire(import.meta.url);",
          },
        }
      : {}),
  });
};

/**
 * The program as a function of `require`, what starts it, and what V8 makes of it (docs/decisions/0043).
 * @param {Exclude<Target, 'renderer'>} target
 * @param {(line: string) => void} say
 */
const buildCached = async (target, say) => {
  const { makeCodeCache } = await import('./make-code-cache.mjs');
  const outfile = outputOf(target);
  await bundleProgram({
    entryPoints: [PROGRAMS[target].entry],
    outfile: outfile.replace(/\.mjs$/, '.cjs'),
    format: 'cjs',
    minifyWhitespace: true,
    banner: { js: '(function (require) {' },
    footer: { js: '})' },
  });
  await bundleProgram({ entryPoints: ['scripts/cached-start.mjs'], outfile, format: 'esm' });
  await makeCodeCache(outfile).catch((/** @type {unknown} */ error) =>
    say(`${target} will be compiled at each start: ${String(error)}.`),
  );
};

/** @param {import('esbuild').BuildOptions} options */
const bundleProgram = async (options) => {
  const { build: bundle } = await import('esbuild');
  await bundle({
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    // `electron` exists only inside Electron; `node-datachannel` loads a native module.
    external: ['electron', 'node-datachannel', 'node-datachannel/polyfill'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
    ...options,
  });
};

const buildRenderer = async () => {
  const { build: bundle } = await import('vite');
  await bundle({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
};

/** @param {Target} target */
const entryOf = (target) => join(ROOT, target === 'renderer' ? 'vite.config.ts' : PROGRAMS[target].entry);

/** @param {Target} target */
const outputOf = (target) => {
  if (target === 'renderer') return join(ROOT, 'dist', 'renderer', 'index.html');
  return join(ROOT, 'dist', 'electron', `${target}.${PROGRAMS[target].format === 'cjs' ? 'cjs' : 'mjs'}`);
};

/** @param {Target} target */
const stampOf = (target) => join(ROOT, 'dist', '.built', target);

/** @param {Target} target */
const isFresh = (target) =>
  existsSync(outputOf(target)) &&
  existsSync(stampOf(target)) &&
  readFileSync(stampOf(target), 'utf8') === hashOf(target);

/** @param {Target} target */
const hashOf = (target) => {
  const isCached = target !== 'renderer' && PROGRAMS[target].isCached === true;
  // another Node has another V8, and that has no use for what this one compiled
  const node = isCached ? process.version : process.versions.node.split('.')[0];
  const hash = createHash('sha256').update(node ?? '');
  const sources = target === 'renderer' ? RENDERER_SOURCES : PROGRAM_SOURCES;
  for (const file of [...COMMON, ...(isCached ? CACHING : []), ...sources].flatMap(filesUnder).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
};

/**
 * @param {string} place a file or folder, relative to the root
 * @returns {string[]}
 */
const filesUnder = (place) => {
  const full = join(ROOT, place);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [place];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
};

const optionsOf = (/** @type {readonly string[]} */ args) => {
  const at = args.indexOf('--only');
  const names = at === -1 ? ALL_TARGETS : (args[at + 1] ?? '').split(',');
  const only = ALL_TARGETS.filter((target) => names.includes(target));
  if (only.length !== names.length) throw new Error(`--only knows ${ALL_TARGETS.join(', ')}`);
  return { only, force: args.includes('--force') };
};

if (isMain(import.meta.url)) await build(optionsOf(process.argv.slice(2)));
