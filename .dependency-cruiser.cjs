// Who may import whom (the drawing is in ARCHITECTURE.md). Each folder has a list of what it may import; the rest is
// refused. e2e/architecture/layers.test.ts checks these rules, and that each of them bites.

/** What each folder may import, besides itself. A package counts with its types. */
const FOLDERS = {
  'shared/base': { packages: ['@scure/base', 'lib0'] },
  'shared/model': { folders: ['shared/base'], packages: ['zod'] },
  'shared/ports': { folders: ['shared/base', 'shared/model'] },
  // Pure: what is found in text, and how an index of it is written.
  'shared/search': { folders: ['shared/base', 'shared/model', 'shared/ports'], packages: ['lib0'] },
  'shared/keys': { folders: ['shared/base', 'shared/ports'], packages: ['libsodium-wrappers', '@scure/bip39', 'lib0'] },
  'shared/governance': {
    // Lanes because a fork is proven with record headers.
    folders: ['shared/base', 'shared/keys', 'shared/lanes', 'shared/model', 'shared/ports'],
    packages: ['lib0', 'zod'],
  },
  // The only place that reads or writes Yjs documents.
  'shared/lanes': {
    folders: ['shared/base', 'shared/keys', 'shared/ports'],
    packages: ['yjs', 'lib0', 'zod'],
  },
  'shared/sync': {
    folders: ['shared/base', 'shared/governance', 'shared/keys', 'shared/lanes', 'shared/model', 'shared/ports'],
    packages: ['lib0', 'zod'],
  },
  // yjs only because y-webrtc wants a document: it stays empty.
  'shared/mesh': {
    folders: ['shared/base', 'shared/model', 'shared/ports'],
    packages: ['y-webrtc', 'simple-peer', 'yjs', 'lib0', 'zod'],
  },
  'shared/host-api': { folders: ['shared/base', 'shared/model', 'shared/ports'], packages: ['lib0', 'zod'] },
  'shared/peer': {
    folders: [
      'shared/base',
      'shared/governance',
      'shared/keys',
      'shared/lanes',
      'shared/model',
      'shared/ports',
      'shared/search',
      'shared/sync',
    ],
    packages: ['lib0', 'zod'],
  },
  'shared/testing': { folders: ['shared'], packages: ['lib0', 'vitest', 'fast-check', 'yjs'] },
  'renderer/app': { folders: ['shared'], packages: ['zod', 'emojibase-data', 'fuzzysort', 'lowlight', 'markdown-it'] },
  'renderer/ui': {
    folders: ['shared', 'renderer/app', 'renderer/styles', 'assets'],
    packages: ['react', 'react-dom', 'lucide-react', 'dexie-react-hooks', '@fontsource-variable/inter', 'qr'],
  },
  // The page with scenes instead of a host. No part of the released page.
  'renderer/showroom': {
    folders: ['shared', 'renderer/app', 'renderer/ui', 'renderer/styles'],
    packages: ['react', 'react-dom', 'lucide-react', '@fontsource-variable/inter'],
  },
  'renderer/platform': { folders: ['shared'], packages: ['dexie', 'qr', 'zod'] },
  'electron/host': { folders: ['shared'], packages: ['multicast-dns', 'ws', 'zod'], node: true },
  'electron/main': { folders: ['shared', 'electron/host'], packages: ['electron', 'zod'], node: true },
  'electron/preload': { folders: ['shared'], packages: ['electron'] },
  'electron/standalone': { folders: ['shared', 'electron/host'], packages: ['ws', 'zod'], node: true },
  'electron/headless': {
    folders: ['shared', 'electron/host'],
    packages: ['ws', 'zod', 'node-datachannel'],
    node: true,
  },
  'electron/journal': { folders: ['shared', 'electron/host'], node: true },
  'electron/hub': { folders: ['shared', 'electron/host'], packages: ['@redis/client'], node: true },
};

/** Tests stand outside the layers; what is theirs is not for the program. */
const TEST = '\\.test\\.tsx?$';
const FOR_TESTS = ['^shared/testing/', '/testing/', TEST];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const packagePattern = (name) => {
  const typed = name.startsWith('@') ? name.slice(1).replace('/', '__') : name;
  return `(^|/)node_modules/(${escaped(name)}|@types/${escaped(typed)})/`;
};

const allowListRule = ([folder, { folders = [], packages = [], node = false }]) => ({
  name: `${folder}-imports-only-what-it-may`,
  comment: `${folder} imports only: itself, ${[...folders, ...packages, ...(node ? ['Node'] : [])].join(', ')}.`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: [TEST, `^${folder}/testing/`] },
  to: {
    pathNot: [...[folder, ...folders].map((name) => `^${name}/`), ...packages.map(packagePattern)],
    ...(node ? { dependencyTypesNot: ['core'] } : {}),
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(FOLDERS).map(allowListRule),
    {
      name: 'every-folder-has-a-list',
      comment: 'A new folder gets a list of what it may import, in this file.',
      severity: 'error',
      from: {
        path: '^(shared|renderer|electron)/[^/]+/',
        pathNot: [...Object.keys(FOLDERS).map((folder) => `^${folder}/`), TEST],
      },
      to: {},
    },
    {
      name: 'only-main-joins-platform-and-ui',
      comment: 'renderer/main.tsx is the one file at the top of the renderer, and the one that sees every side of it.',
      severity: 'error',
      from: { path: '^renderer/[^/]+$', pathNot: '^renderer/main\\.tsx$' },
      to: {},
    },
    {
      name: 'main-joins-only-the-renderer',
      comment: 'renderer/main.tsx knows the page, not the Node side.',
      severity: 'error',
      from: { path: '^renderer/main\\.tsx$' },
      to: { pathNot: ['^renderer/', '^shared/'] },
    },
    {
      name: 'the-page-has-no-scenes',
      comment: 'What the showroom plays is never in what is released.',
      severity: 'error',
      from: { path: '^(shared|renderer|electron)/', pathNot: '^renderer/showroom/' },
      to: { path: '^renderer/showroom/' },
    },
    {
      name: 'host-never-sees-electron',
      comment: 'The host is plain Node, its tests too: the standalone shell and the headless peer run it.',
      severity: 'error',
      from: { path: '^electron/(host|standalone|headless|hub|journal)/' },
      to: { path: packagePattern('electron') },
    },
    {
      name: 'tests-are-not-for-the-program',
      comment: 'Nothing but tests imports tests or what is made for them.',
      severity: 'error',
      from: { path: '^(shared|renderer|electron)/', pathNot: FOR_TESTS },
      to: { path: FOR_TESTS, pathNot: 'node_modules' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other can only be understood together; types count.',
      severity: 'error',
      from: { path: '^(shared|renderer|electron|e2e)/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nobody imports is not part of the program.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.m?ts$', TEST] },
      to: {},
    },
    {
      name: 'imports-lead-somewhere',
      comment:
        'An import that is not found is not judged by the rules above. The packages of peers are installed for their bench alone.',
      severity: 'error',
      from: { pathNot: '^e2e/bench/peers/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^out/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default', 'node'] },
  },
};
