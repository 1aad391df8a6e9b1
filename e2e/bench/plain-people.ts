/** People with the plain y-webrtc page: a server for the page, and a real Chromium process each. */
import { type Browser, chromium, type Page } from '@playwright/test';

import { findBrowser } from '../../scripts/find-browser.mjs';
import { BROWSER_FLAGS } from '../support/browser-flags.ts';
import { servePage } from './one-page.ts';

/** What a stopwatch looks for on the plain page. */
export const PLAIN_LOOK = { row: 'li', text: 'p' };

export type PlainPeople = {
  open: (author: string) => Promise<PlainPerson>;
  close: () => Promise<void>;
};

export type PlainPerson = { page: Page; join: () => Promise<void>; close: () => Promise<void> };

/** @param hub where they meet */
export const startPlainPeople = async (hub: string): Promise<PlainPeople> => {
  const served = await servePage('Plain', new URL('./plain-page.ts', import.meta.url));
  const opened: Browser[] = [];
  return {
    open: async (author) => {
      const browser = await launch();
      opened.push(browser);
      const { origin } = served;
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
      served.close();
    },
  };
};

/** As in `e2e/support/person.ts`. */
const FLAGS = [...BROWSER_FLAGS, '--force-webrtc-ip-handling-policy=default_public_and_private_interfaces'];

const launch = async (): Promise<Browser> => {
  const found = await findBrowser();
  if (found === undefined) throw new Error('There is no browser: `node scripts/find-browser.mjs` gets one.');
  return chromium.launch({ executablePath: found.path, args: FLAGS });
};
