/** A person at this machine: a name, a profile, a host, and a real Chromium with storage of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type BrowserContext, chromium, type Page } from '@playwright/test';

import { prepareBrowserProfile } from '../../electron/standalone/browser-profile.ts';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { BROWSER_FLAGS } from './browser-flags.ts';
import { startHost, type HostOptions, type HostProgram } from './host.ts';
import { watchPage, type PageWatch } from './page-watch.ts';

export type PersonOptions = Omit<HostOptions, 'name' | 'dir'> & {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark' | 'no-preference';
  reducedMotion?: 'reduce' | 'no-preference';
  forcedColors?: 'active' | 'none';
  /** The person has allowed notifications in the browser. */
  mayNotify?: boolean;
  /** The test expects errors in the page: they are still collected, but do not fail it. */
  mayHaveProblems?: boolean;
};

export type Person = {
  name: string;
  host: HostProgram;
  /** The page as it is now: another one after `reopen`. */
  page: Page;
  context: BrowserContext;
  /** Page errors, console errors and CSP violations since the start, over all reopenings. */
  watch: PageWatch;
  mayHaveProblems: boolean;
  /** Closes the browser in good order; the host goes on. */
  close: () => Promise<void>;
  /**
   * SIGKILLs the browser, as a crash would. A session cookie younger than about 30 s may be lost with it, so restart the
   * host before `reopen`, as happens to users: the host ends with its window.
   */
  crash: () => Promise<void>;
  /** Opens the browser again, with the storage it had; with a new launch URL if the host was restarted. */
  reopen: () => Promise<Page>;
  dispose: () => Promise<void>;
};

const DESKTOP = { width: 1280, height: 800 };

/** As in the product's own window. */
const FLAGS = [...BROWSER_FLAGS, '--force-webrtc-ip-handling-policy=default_public_and_private_interfaces'];

/** Starts the host, opens the launch URL, and resolves when the page has loaded. @param dir a folder of this person's own */
export const startPerson = async (name: string, dir: string, options: PersonOptions = {}): Promise<Person> => {
  const { hubs, listen, port, lan, within } = options;
  const host = await startHost({
    name,
    dir: join(dir, 'profiles'),
    ...definedOnly({ hubs, listen, port, lan, within }),
  });
  const watch = watchPage();
  let usedLaunchUrl = '';
  /** A launch URL works once; with it used up, the browser's session cookie must do. */
  const open = async () => {
    const url = host.launchUrl() === usedLaunchUrl ? host.origin : host.launchUrl();
    usedLaunchUrl = host.launchUrl();
    return openBrowser(join(dir, 'browser'), { origin: host.origin, url }, watch, options);
  };
  let opened = await open().catch(async (error: unknown) => {
    await host.dispose();
    throw error;
  });
  const close = (): Promise<void> => opened.context.close();
  return {
    name,
    host,
    get page() {
      return opened.page;
    },
    get context() {
      return opened.context;
    },
    watch,
    mayHaveProblems: options.mayHaveProblems ?? false,
    close,
    crash: () => killBrowser(opened.context),
    reopen: async () => {
      await close();
      opened = await open();
      return opened.page;
    },
    dispose: async () => void (await Promise.all([close(), host.dispose()])),
  };
};

const openBrowser = async (
  dir: string,
  { origin, url }: { origin: string; url: string },
  watch: PageWatch,
  options: PersonOptions,
): Promise<{ context: BrowserContext; page: Page }> => {
  // not by Playwright's grants, which overrule what the product itself asks the browser for
  prepareBrowserProfile(dir, origin, [
    'media_stream_mic',
    'clipboard',
    ...(options.mayNotify === true ? ['notifications'] : []),
  ]);
  const context = await chromium.launchPersistentContext(dir, {
    executablePath: options.within === undefined ? await browserPath() : await browserWithin(dir, options.within),
    args: FLAGS,
    viewport: options.viewport ?? DESKTOP,
    ...definedOnly({
      colorScheme: options.colorScheme,
      reducedMotion: options.reducedMotion,
      forcedColors: options.forcedColors,
    }),
  });
  try {
    await watch.attach(context);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    return { context, page };
  } catch (error) {
    await context.close();
    throw error;
  }
};

let found: ReturnType<typeof findBrowser> | undefined;
const browserPath = async (): Promise<string> => {
  found ??= findBrowser();
  const browser = await found;
  if (browser === undefined) throw new Error('There is no browser: `node scripts/find-browser.mjs` gets one.');
  return browser.path;
};

/** Playwright takes one file for a browser. */
const browserWithin = async (dir: string, within: readonly string[]): Promise<string> => {
  const path = join(dir, '..', 'browser-elsewhere');
  writeFileSync(path, `#!/bin/sh\nexec ${within.join(' ')} ${await browserPath()} "$@"\n`, { mode: 0o755 });
  return path;
};

/** By the process id that the browser itself names. */
const killBrowser = async (context: BrowserContext): Promise<void> => {
  const browser = context.browser();
  if (browser === null) throw new Error('the browser is closed already');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(({ type }) => type === 'browser');
  if (main === undefined) throw new Error('the browser does not name its process');
  const gone = new Promise<void>((resolve) => context.once('close', () => resolve()));
  process.kill(main.id, 'SIGKILL');
  await gone;
};

/** Options that were left out must be absent, not undefined. */
const definedOnly = <T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
