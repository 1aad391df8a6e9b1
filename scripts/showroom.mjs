// `npm run showroom`: builds the page with scenes instead of a host, and serves it on this machine, under the policy that
// the released page has too (but that it may stand in frames of its own).
//   node scripts/showroom.mjs [--port 4600]
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { isMain, ROOT } from './root.mjs';

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types holdfast',
].join('; ');

/** @param {(line: string) => void} [say] */
export const buildShowroom = async (say = console.log) => {
  const { build } = await import('vite');
  const started = Date.now();
  await build({ configFile: join(ROOT, 'vite.showroom.config.ts'), logLevel: 'warn' });
  say(`Built the showroom in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
};

/**
 * @param {number} port 0 for any that is free
 * @returns {Promise<{ url: string; close: () => void }>}
 */
export const serveShowroom = (port) =>
  new Promise((resolve, reject) => {
    const folder = join(ROOT, 'dist', 'showroom');
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const file = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
      const type = TYPES[extname(file)];
      const isThere = file.startsWith(folder) && type !== undefined && existsSync(file) && statSync(file).isFile();
      if (!isThere) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' });
      createReadStream(file).pipe(response);
    });
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const { port: taken } = typeof address === 'object' && address !== null ? address : { port };
      resolve({ url: `http://127.0.0.1:${taken}`, close: () => void server.close() });
    });
  });

if (isMain(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  await buildShowroom();
  const { url } = await serveShowroom(at === -1 ? 4600 : Number(process.argv[at + 1]));
  console.log(`The gallery: ${url}/?gallery\nA scene: ${url}/?seed=busy-community\nCtrl+C ends it.`);
}
