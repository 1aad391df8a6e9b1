/** Writes licences.json: every package that is in the page or its workers, with the text of its licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

type Packed = { name: string; version: string; identifier: string; text: string };

/** One plugin for the page and one for its workers, which are bundled before it. */
export const licences = (): { page: Plugin; workers: () => Plugin[] } => {
  const folders = new Set<string>();
  const note = (id: string): void => {
    const folder = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
    if (folder !== undefined) folders.add(folder);
  };
  return {
    workers: () => [{ name: 'licences-of-workers', moduleParsed: ({ id }) => note(id) }],
    page: {
      name: 'licences',
      apply: 'build',
      moduleParsed: ({ id }) => note(id),
      generateBundle() {
        const all = [...folders].map(packed).sort((a, b) => a.name.localeCompare(b.name));
        this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(all) });
      },
    },
  };
};

const packed = (folder: string): Packed => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return { name, version, identifier: license ?? '', text };
};
