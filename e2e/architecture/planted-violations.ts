/** For each rule of the layers, files that break it, and which of them is to be blamed. */
export type Planted = { rule: string; from: string; files: Record<string, string> };

/** A folder that imports something that is not on its list. */
const stray = (folder: string, imported: string): Planted => {
  const from = `${folder}/stray.ts`;
  return { rule: `${folder}-imports-only-what-it-may`, from, files: { [from]: `import '${imported}';\n` } };
};

export const PLANTED: readonly Planted[] = [
  stray('shared/base', '../ports/hen.ts'),
  stray('shared/model', 'yjs'),
  stray('shared/ports', 'node:fs'),
  stray('shared/keys', 'zod'),
  stray('shared/governance', 'yjs'),
  stray('shared/lanes', 'y-webrtc'),
  // Types count: sync once knew the peer above it so.
  {
    rule: 'shared/sync-imports-only-what-it-may',
    from: 'shared/sync/stray.ts',
    files: {
      'shared/sync/stray.ts': "import type { Peer } from '../peer/planted.ts';\nexport type Mine = Peer;\n",
      'shared/peer/planted.ts': 'export type Peer = { id: string };\n',
    },
  },
  stray('shared/mesh', 'ws'),
  stray('shared/search', 'yjs'),
  stray('shared/host-api', 'electron'),
  stray('shared/peer', 'y-webrtc'),
  stray('shared/testing', 'react'),
  stray('renderer/app', 'react'),
  stray('renderer/ui', 'dexie'),
  stray('renderer/platform', 'react'),
  stray('renderer/showroom', 'dexie'),
  stray('electron/host', 'electron'),
  stray('electron/main', 'yjs'),
  stray('electron/preload', 'node:fs'),
  stray('electron/standalone', 'yjs'),
  stray('electron/headless', 'yjs'),
  stray('electron/hub', 'ws'),
  stray('electron/journal', 'ws'),
  {
    rule: 'every-folder-has-a-list',
    from: 'shared/attic/box.ts',
    files: { 'shared/attic/box.ts': "import 'zod';\n" },
  },
  {
    rule: 'only-main-joins-platform-and-ui',
    from: 'renderer/second-main.ts',
    files: { 'renderer/second-main.ts': "import './platform/stray.ts';\n" },
  },
  {
    rule: 'main-joins-only-the-renderer',
    from: 'renderer/main.tsx',
    files: { 'renderer/main.tsx': "import '../electron/host/stray.ts';\n" },
  },
  {
    rule: 'the-page-has-no-scenes',
    from: 'renderer/ui/plays.ts',
    files: { 'renderer/ui/plays.ts': "import '../showroom/stray.ts';\n" },
  },
  {
    rule: 'host-never-sees-electron',
    from: 'electron/host/window.test.ts',
    files: { 'electron/host/window.test.ts': "import 'electron';\n" },
  },
  {
    rule: 'tests-are-not-for-the-program',
    from: 'shared/keys/uses-the-cast.ts',
    files: { 'shared/keys/uses-the-cast.ts': "import '../testing/stray.ts';\n" },
  },
  {
    rule: 'no-cycles',
    from: 'shared/ports/egg.ts',
    files: {
      'shared/ports/hen.ts': "import type { Egg } from './egg.ts';\nexport type Hen = { lays: Egg };\n",
      'shared/ports/egg.ts': "import type { Hen } from './hen.ts';\nexport type Egg = { of: Hen };\n",
    },
  },
  {
    rule: 'no-orphans',
    from: 'shared/model/alone.ts',
    files: { 'shared/model/alone.ts': 'export const alone = 1;\n' },
  },
  {
    rule: 'imports-lead-somewhere',
    from: 'shared/base/dangling.ts',
    files: { 'shared/base/dangling.ts': "import './nowhere.ts';\n" },
  },
];
