// A hook of electron-builder: packaging stops if this Electron has a fuse that electron-builder.yml does not decide on.
// (@electron/fuses calls that strictlyRequireAllFuses; electron-builder does not pass it on, and its version of
// @electron/fuses knows only the first eight.)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Stands before the fuses in every Electron binary: then come a version, a count, and a byte for each fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
const REMOVED = 'r';

/** In the order of the wire, as electron-builder calls them. */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];
/** Those that electron-builder cannot set and that are right as Electron ships them. */
const LEFT_AS_SHIPPED = ['wasmTrapHandlers'];

/**
 * @param {Buffer} binary
 * @param {Record<string, unknown>} decided the `electronFuses` of electron-builder.yml
 * @returns {string[]} what is wrong; empty if every fuse of the binary is decided
 */
export const undecidedFuses = (binary, decided) => {
  const problems = [];
  let at = binary.indexOf(SENTINEL);
  if (at === -1) return ['this is not an Electron binary: it has no fuses'];
  // A binary for two kinds of processor has them twice.
  for (; at !== -1; at = binary.indexOf(SENTINEL, at + 1)) {
    const wire = at + SENTINEL.length;
    if (binary[wire] !== WIRE_VERSION) problems.push(`fuses of version ${binary[wire]} are not known`);
    const states = [...binary.subarray(wire + 2, wire + 2 + (binary[wire + 1] ?? 0))];
    problems.push(...states.flatMap((state, number) => judge(state, number, decided)));
  }
  return problems;
};

/**
 * @param {number} state
 * @param {number} number
 * @param {Record<string, unknown>} decided
 * @returns {string[]}
 */
const judge = (state, number, decided) => {
  if (String.fromCharCode(state) === REMOVED) return [];
  const name = FUSES[number];
  if (name !== undefined) return typeof decided[name] === 'boolean' ? [] : [`electronFuses lacks ${name}`];
  return number - FUSES.length < LEFT_AS_SHIPPED.length ? [] : [`fuse number ${number} is new: decide on it`];
};

/** @param {import('electron-builder').AfterPackContext} context */
export default (context) => {
  const problems = undecidedFuses(readFileSync(binaryOf(context)), { ...context.packager.config.electronFuses });
  if (problems.length > 0) throw new Error(`Fuses: ${problems.join('; ')}`);
};

/** @param {import('electron-builder').AfterPackContext} context */
const binaryOf = ({ appOutDir, electronPlatformName, packager }) => {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  if (electronPlatformName === 'linux') return join(appOutDir, packager.config.linux?.executableName ?? name);
  const framework = 'Electron Framework';
  return join(appOutDir, `${name}.app`, 'Contents', 'Frameworks', `${framework}.framework`, framework);
};
