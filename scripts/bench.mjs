// `npm run -s bench`: measures, and prints one JSON object. Everything else is said on stderr.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { bundleForNode } from './bundle-for-node.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { ownNetwork } from './own-network.mjs';
import { ROOT } from './root.mjs';
import { runCommand, runNpm } from './run-command.mjs';
import { runProgram } from './run-program.mjs';

const BENCH = join(ROOT, 'dist', 'bench', 'main.mjs');
/** Started by the bench, twice. */
const REPLICA = join(ROOT, 'dist', 'bench', 'replica.mjs');

const PLAIN = join(ROOT, 'dist', 'bench', 'plain-y-webrtc.mjs');

/** What can run alone; with the programs it needs. */
const PARTS = {
  verify: '',
  hub: 'hub',
  search: '',
  scroll: 'renderer,standalone,headless,hub',
  stream: 'renderer,standalone,headless,hub',
  history: 'renderer,standalone',
  newcomer: 'renderer,standalone,headless,hub',
  community: 'renderer,standalone,headless,hub',
  replicas: '',
  peers: 'headless,hub',
};

/** @returns {name is keyof typeof PARTS} */
const isPart = (/** @type {string | undefined} */ name) => name !== undefined && Object.hasOwn(PARTS, name);

/** Parts that are told how many messages. */
const COUNTED = ['scroll', 'stream', 'history', 'newcomer', 'community', 'replicas'];
/** Parts in which a page takes part. */
const IN_PAGES = ['search', 'scroll', 'stream', 'history', 'newcomer', 'community'];

const isCount = (/** @type {string} */ part, /** @type {string[]} */ rest) =>
  rest.length === 0 ||
  (COUNTED.includes(part) && rest.length === 2 && rest[0] === '--messages' && /^[1-9]\d{0,7}$/.test(rest[1] ?? ''));

/** `--messages 1000,10000 --runs 3,1`, and what else e2e/bench/peers takes: it looks at the values itself. */
const isPeersPlan = (/** @type {string[]} */ rest) =>
  rest.length % 2 === 0 &&
  rest.every((each, at) => at % 2 === 1 || ['--messages', '--runs', '--limit', '--peers'].includes(each));

/** @returns what to run, or nothing if that was asked in a way that is not understood */
const plannedBy = (/** @type {string[]} */ asked) => {
  const [option, part, ...rest] = asked;
  if (asked.length === 0) return { programs: 'renderer,standalone,headless,hub', needsBrowser: true };
  if (option !== '--only' || !isPart(part)) return undefined;
  if (!(part === 'peers' ? isPeersPlan(rest) : isCount(part, rest))) return undefined;
  return { programs: PARTS[part], needsBrowser: IN_PAGES.includes(part) };
};

const bench = async () => {
  if (!(await ensureDependencies(console.error))) return 1;
  const asked = process.argv.slice(2);
  const plan = plannedBy(asked);
  if (plan === undefined) {
    console.error(`Usage: npm run -s bench [-- --only ${Object.keys(PARTS).join('|')}]`);
    console.error(`${COUNTED.join(', ')} also take --messages and how many.`);
    console.error('peers takes --messages N,N --runs N,N --limit SECONDS --peers NAME,NAME');
    return 2;
  }
  if (plan.programs !== '') {
    const build = [join(ROOT, 'scripts/build.mjs'), '--only', plan.programs];
    const built = await runCommand(process.execPath, build, { cwd: ROOT, output: 'stderr' });
    if (built.code !== 0) return built.code;
  }
  if (plan.needsBrowser && (await ensureBrowser(console.error)) === undefined) return 1;
  await bundleForNode(new URL('../e2e/bench/main.ts', import.meta.url), BENCH, [
    { name: 'own-urls', setup: keepOwnUrls },
  ]);
  if (asked[1] === 'replicas')
    await bundleForNode(new URL('../e2e/bench/replicas/replica.ts', import.meta.url), REPLICA);
  if (asked[1] !== 'peers') return runProgram(process.execPath, [BENCH, ...asked]);
  if (!(await preparePeers())) return 1;
  const [program = '', ...args] = [...ownNetwork(), process.execPath, BENCH, ...asked];
  return runProgram(program, args);
};

/** The packages of the peers are not the project's: they are installed when they are needed. */
const preparePeers = async () => {
  const folder = join(ROOT, 'e2e', 'bench', 'peers');
  console.error('Installing the packages of the peers (npm ci in e2e/bench/peers) …');
  const { code } = await runNpm(['ci'], { output: 'stderr', cwd: folder });
  await bundleForNode(new URL('../e2e/bench/peers/plain-y-webrtc.ts', import.meta.url), PLAIN);
  return code === 0;
};

/** In one bundle every file would otherwise take itself for the bundle: the folder of the checkout, "started by hand". */
const keepOwnUrls = (/** @type {import('esbuild').PluginBuild} */ build) =>
  build.onLoad({ filter: /(?:e2e|scripts)[\\/].*\.m?[jt]s$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    loader: path.endsWith('.ts') ? 'ts' : 'js',
  }));

process.exitCode = await bench();
