import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { licences } from './vite.licences.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const used = licences();

export default defineConfig({
  root: at('./renderer'),
  base: './',
  plugins: [react(), used.page],
  worker: { format: 'es', plugins: used.workers },
  build: {
    outDir: at('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows neither data: addresses nor injected scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
