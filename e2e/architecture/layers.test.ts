/** The layers of DESIGN.md §2: who may import whom. The rules are in .dependency-cruiser.cjs. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { expect, onTestFinished, test } from 'vitest';

import { PLANTED } from './planted-violations.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['shared', 'renderer', 'electron', 'e2e'];
const SOURCE = /\.tsx?$/;
/** A safety limit. */
const CRUISE_MS = 5 * 60_000;

const config = await extractConfig(join(ROOT, '.dependency-cruiser.cjs'));
const rules = (config.forbidden ?? []).map((rule) => rule.name ?? 'without a name');

const cruiseIn = async (baseDir: string, folders: readonly string[]): Promise<ICruiseResult> => {
  const options: ICruiseOptions = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden ?? [] },
    validate: true,
    baseDir,
  };
  const { output } = await cruise([...folders], options, config.options?.enhancedResolveOptions);
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with a text');
  return output;
};

const sourcesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    // the packages of the peers that the bench compares with
    .filter((file) => !file.startsWith('e2e/bench/peers/node_modules/'));

test('every import keeps to the layers, and every file was looked at', { timeout: CRUISE_MS }, async () => {
  const { modules, summary } = await cruiseIn(ROOT, FOLDERS);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);

  const seen = new Set(modules.map(({ source }) => source));
  expect(FOLDERS.flatMap(sourcesUnder).filter((file) => !seen.has(file))).toEqual([]);
  // A compiler that dependency-cruiser does not know makes it list files and see no import of theirs.
  const importsOf = (file: string): string[] =>
    modules.find(({ source }) => source === file)?.dependencies.map(({ module }) => module) ?? [];
  expect(importsOf('shared/lanes/segment-document.ts')).toContain('yjs');
  expect(importsOf('shared/sync/community-sync.ts')).toContain('../lanes/lane.ts');
  expect(importsOf('e2e/architecture/layers.test.ts')).toContain('./planted-violations.ts');
});

test('every folder with sources has a list of what it may import', () => {
  const folders = ['shared', 'renderer', 'electron']
    .flatMap(sourcesUnder)
    .map((file) => file.split('/').slice(0, -1).slice(0, 2).join('/'))
    .filter((folder) => folder.includes('/'));
  const unlisted = [...new Set(folders)].filter((folder) => !rules.includes(`${folder}-imports-only-what-it-may`));
  expect(unlisted).toEqual([]);
});

test('a violation of any rule is caught', { timeout: CRUISE_MS }, async () => {
  const place = plant(PLANTED.flatMap(({ files }) => Object.entries(files)));
  const { summary } = await cruiseIn(place, ['shared', 'renderer', 'electron']);
  const caught = new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`));
  expect(PLANTED.map(({ rule, from }) => `${rule}: ${from}`).filter((planted) => !caught.has(planted))).toEqual([]);
  // A new rule comes with a violation of it.
  expect(rules.filter((rule) => !PLANTED.some((planted) => planted.rule === rule))).toEqual([]);
});

test('what is allowed is not caught', { timeout: CRUISE_MS }, async () => {
  const place = plant([
    ['shared/base/ids.ts', "export * from 'lib0/string';"],
    ['shared/lanes/lane.ts', "import 'yjs';\nexport * from '../base/ids.ts';"],
    ['shared/lanes/lane.test.ts', "import 'vitest';\nimport '../testing/cast.ts';\nimport './lane.ts';"],
    ['shared/testing/cast.ts', "export * from '../lanes/lane.ts';"],
    ['renderer/app/store.ts', "export * from '../../shared/base/ids.ts';"],
    ['renderer/ui/view.tsx', "import 'react';\nexport * from '../app/store.ts';"],
    ['renderer/platform/rows.ts', "import 'dexie';\nexport * from '../../shared/lanes/lane.ts';"],
    ['renderer/main.tsx', "import './ui/view.tsx';\nimport './platform/rows.ts';"],
    ['electron/host/files.ts', "import 'node:fs';\nexport * from '../../shared/base/ids.ts';"],
    ['electron/main/main.ts', "import 'electron';\nimport '../host/files.ts';"],
  ]);
  const { modules, summary } = await cruiseIn(place, ['shared', 'renderer', 'electron']);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(modules.flatMap(({ dependencies }) => dependencies)).toHaveLength(18);
});

const PACKAGES = ['dexie', 'electron', 'lib0', 'react', 'vitest', 'ws', 'y-webrtc', 'yjs', 'zod'];

/** A small checkout of its own, with packages that are empty. */
const plant = (files: readonly (readonly [string, string])[]): string => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-layers-')));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), text);
  };
  for (const name of PACKAGES) write(`node_modules/${name}/index.js`, '');
  write('node_modules/lib0/string.js', '');
  for (const [file, text] of files) write(file, text);
  return place;
};
