/** The showroom: the page with scenes instead of a host (docs/testing.md). It is never part of what is released. */
import { fileURLToPath } from 'node:url';

import { mergeConfig } from 'vite';

import page from './vite.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default mergeConfig(page, {
  root: at('./renderer/showroom'),
  build: { outDir: at('./dist/showroom') },
});
