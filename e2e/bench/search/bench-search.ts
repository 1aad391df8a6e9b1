/** Search over many messages in a real browser, and two libraries beside it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, chromium, type Page } from '@playwright/test';

import { findBrowser } from '../../../scripts/find-browser.mjs';
import { servePage } from '../one-page.ts';
import { say } from '../progress.ts';
import { round, type Summary, summaryOf } from '../summary.ts';
import type { SearchBench } from './page.ts';
import { townQueries } from './town.ts';

const MESSAGES = Number(process.env['SEARCH_MESSAGES'] ?? 1_000_000);
const FEW = Math.min(MESSAGES, 100_000);
const EACH = 40;

type Answers = Record<string, Summary & { hits: number }>;

export const benchSearch = async () => {
  const served = await servePage('Search', new URL('./page.ts', import.meta.url));
  const url = `${served.origin}/`;
  try {
    const stored = await withProfile(url, async ({ page }) => {
      say(`storing ${FEW} messages without an index`);
      return round(await page.evaluate((count) => (window as unknown as With).searchBench.fill(count, false), FEW), 0);
    });
    const indexed = await withProfile(url, async ({ page }) => {
      say(`storing ${FEW} messages with the index`);
      return round(await page.evaluate((count) => (window as unknown as With).searchBench.fill(count, true), FEW), 0);
    });
    const holdfast = await withProfile(url, benchHoldfast);
    const libraries: Record<string, unknown> = {};
    for (const name of ['MiniSearch', 'FlexSearch'] as const) {
      libraries[name] = await withProfile(url, (opened) => benchLibrary(opened, name));
    }
    return {
      messages: MESSAGES,
      unit: 'ms',
      few: { messages: FEW, stored, storedAndIndexed: indexed },
      holdfast,
      libraries,
    };
  } finally {
    served.close();
  }
};

type With = { searchBench: SearchBench };
type Opened = { context: BrowserContext; page: Page; reopen: () => Promise<Page> };

const benchHoldfast = async (opened: Opened) => {
  say(`Holdfast: storing and indexing ${MESSAGES} messages`);
  const filled = await opened.page.evaluate(
    (count) => (window as unknown as With).searchBench.fill(count, true),
    MESSAGES,
  );
  const afterFill = await memoryOf(opened.page);
  say('Holdfast: asking, in a page that was just opened');
  const page = await opened.reopen();
  const open = await page.evaluate(() => (window as unknown as With).searchBench.open());
  const ask = (words: readonly string[], isInChannel = false) =>
    page.evaluate(([list, where]) => (window as unknown as With).searchBench.ask(list, where), [
      words,
      isInChannel,
    ] as const);
  const queries = townQueries(EACH);
  const first = await ask(queries['rare']?.slice(-1) ?? []);
  const answers = await answersTo(queries, ask);
  const { ms, hits } = await ask(queries['middle'] ?? [], true);
  answers['middleInOneChannel'] = { ...summaryOf(ms), hits };
  const afterAsking = await memoryOf(page);
  const sizes = await page.evaluate(() => (window as unknown as With).searchBench.sizes());
  say('Holdfast: making the index anew');
  const rebuilt = await page.evaluate(() => (window as unknown as With).searchBench.rebuild());
  return {
    storedAndIndexed: round(filled, 0),
    open: round(open),
    firstQuery: round(first.ms[0] ?? Number.NaN),
    answers,
    rebuilt: round(rebuilt, 0),
    memory: { afterFill, afterAsking, afterRebuild: await memoryOf(page) },
    ...sizes,
  };
};

const benchLibrary = async ({ page }: Opened, name: 'MiniSearch' | 'FlexSearch') => {
  say(`${name}: ${MESSAGES} messages in memory`);
  const before = await memoryOf(page);
  const indexed = await page.evaluate(
    ([which, count]) => (window as unknown as With).searchBench.fillLibrary(which, count),
    [name, MESSAGES] as const,
  );
  const memory = await memoryOf(page);
  const answers = await answersTo(townQueries(EACH), (words) =>
    page.evaluate((list) => (window as unknown as With).searchBench.askLibrary(list), words),
  );
  return { indexed: round(indexed, 0), memory: { before, after: memory }, answers };
};

const answersTo = async (
  queries: Record<string, string[]>,
  ask: (words: readonly string[]) => Promise<{ ms: number[]; hits: number }>,
): Promise<Answers> => {
  const answers: Answers = {};
  for (const [kind, words] of Object.entries(queries)) {
    const { ms, hits } = await ask(words);
    answers[kind] = { ...summaryOf(ms), hits };
  }
  return answers;
};

/** MB after a collection of garbage: what JavaScript holds, and what the page's process has in memory. */
const memoryOf = async (page: Page): Promise<{ heap: number; process: number }> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  const { processInfo } = await (await browserSession(page)).send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const sizes = await Promise.all(pids.map(residentMb));
  return { heap: round((usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6), process: Math.max(...sizes) };
};

const browserSession = async (page: Page) => {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  return browser.newBrowserCDPSession();
};

/** Linux only; elsewhere not a number. */
const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000);
};

const withProfile = async <T>(url: string, work: (opened: Opened) => Promise<T>): Promise<T> => {
  const found = await findBrowser();
  if (found === undefined) throw new Error('There is no browser: `node scripts/find-browser.mjs` gets one.');
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-search-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: found.path });
  context.setDefaultTimeout(0);
  const openPage = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && say(message.text()));
    await page.goto(url);
    return page;
  };
  try {
    const page = await openPage();
    const reopen = async (): Promise<Page> => {
      const next = await openPage();
      await page.close();
      return next;
    };
    return await work({ context, page, reopen });
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
};
