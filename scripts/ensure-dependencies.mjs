// Installs the npm packages when what is in node_modules is not what package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, ROOT } from './root.mjs';
import { runNpm } from './run-command.mjs';
import { withLock } from './with-lock.mjs';

const OLDEST_NODE = /** @type {const} */ ([20, 19]);

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<boolean>} whether the dependencies are there now
 */
export const ensureDependencies = async (say = console.log) => {
  if (!nodeIsNewEnough()) {
    say(`Holdfast needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
    return false;
  }
  if (installed()) return true;
  return withLock(async () => {
    if (installed()) return true;
    say('Installing the dependencies (npm ci) …');
    const { code } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], {
      output: say === console.error ? 'stderr' : 'inherit',
      cwd: ROOT,
    });
    if (code !== 0) say('npm ci failed; the lines above say why. Without the dependencies nothing can be built.');
    return code === 0;
  }, say);
};

/**
 * npm notes what it installed in node_modules/.package-lock.json, as its last step. Packages that are optional (for
 * other systems) may be missing from it; every other one must be there in the version of our lockfile.
 */
const installed = () => {
  const note = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const present = packagesOf(note);
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry === undefined ||
      entry.optional === true ||
      entry.devOptional === true ||
      entry.peer === true ||
      (present[path]?.version === entry.version && existsSync(join(ROOT, path))),
  );
};

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; optional?: boolean; devOptional?: boolean; peer?: boolean } | undefined>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

const nodeIsNewEnough = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
};

if (isMain(import.meta.url)) process.exitCode = (await ensureDependencies(console.error)) ? 0 : 1;
