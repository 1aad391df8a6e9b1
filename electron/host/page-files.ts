/** The built page: a list of files made once at start. What is not on it does not exist, whatever a path looks like. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export type PageFile = { bytes: Buffer; type: string; cache: string };

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** @returns path (`/index.html`, `/assets/…`) → file; throws with a message for people if the page is not built */
export const loadPageFiles = (dir: string): Map<string, PageFile> => {
  const files = new Map<string, PageFile>();
  for (const entry of listFiles(dir)) {
    const type = TYPES[extname(entry)];
    if (type === undefined) continue;
    const cache = entry.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
    files.set(`/${entry}`, { bytes: readFileSync(join(dir, entry)), type, cache });
  }
  if (!files.has('/index.html')) throw new Error('The page is not built. Run `npm start` (or `npm run build`) first.');
  return files;
};

const listFiles = (dir: string): string[] => {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(dir.length + 1)
          .replaceAll('\\', '/'),
      );
  } catch {
    return []; // no directory: nothing is built, which the caller says
  }
};
