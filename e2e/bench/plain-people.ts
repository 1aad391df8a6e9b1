/** People with the plain y-webrtc page: a server for the page, and a real Chromium process each. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';

import { findBrowser } from '../../scripts/find-browser.mjs';

/** What a stopwatch looks for on the plain page. */
export const PLAIN_LOOK = { row: 'li', text: 'p' };

export type PlainPeople = {
  open: (author: string) => Promise<PlainPerson>;
  close: () => Promise<void>;
};

export type PlainPerson = { page: Page; join: () => Promise<void>; close: () => Promise<void> };

/** @param hub where they meet */
export const startPlainPeople = async (hub: string): Promise<PlainPeople> => {
  const server = await servePage(await bundlePage());
  const { port } = server.address() as AddressInfo;
  const opened: Browser[] = [];
  return {
    open: async (author) => {
      const browser = await launch();
      opened.push(browser);
      const origin = `http://127.0.0.1:${port}`;
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      // with it Chromium tells the other side its addresses instead of mDNS names, as Holdfast's mesh does
      await context.grantPermissions(['microphone'], { origin });
      const page = await context.newPage();
      await page.goto(`${origin}/?${new URLSearchParams({ author, hub }).toString()}`);
      const joinRoom = (): Promise<void> => page.getByRole('button', { name: 'Join community' }).click();
      return { page, join: joinRoom, close: () => browser.close() };
    },
    close: async () => {
      await Promise.all(opened.map((browser) => browser.close()));
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The flags of `e2e/support/person.ts`. */
const FLAGS = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=default_public_and_private_interfaces',
];

const launch = async (): Promise<Browser> => {
  const found = await findBrowser();
  if (found === undefined) throw new Error('There is no browser: `node scripts/find-browser.mjs` gets one.');
  return chromium.launch({ executablePath: found.path, args: FLAGS });
};

const bundlePage = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./plain-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
};

const servePage = async (script: string): Promise<Server> => {
  const html = '<!doctype html><meta charset="utf-8"><title>Plain</title><body><script src="/page.js"></script>';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
