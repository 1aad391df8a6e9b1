/** Years of history: made anew in the browser from the journal, and opened again. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Page } from '@playwright/test';

import { freePort } from '../../support/free-port.ts';
import { startPerson } from '../../support/person.ts';
import { delivery, say } from '../../support/screen.ts';
import { say as tell } from '../progress.ts';
import { median, round } from '../summary.ts';
import { writeHistories } from './write-history.ts';

const STARTS = 5;
const PATIENCE_MS = 3_600_000;
/** What was only needed to open is let go of by then. */
const REST_MS = 8_000;

export const benchHistory = async (messages: number) => {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-history-'));
  try {
    await writeHistories([{ dir: join(dir, 'profiles', 'alice'), messages }]);
    const port = await freePort();
    tell('the browser has nothing: it is made anew');
    const restored = await open(dir, port);
    const starts: Opened[] = [];
    for (let start = 1; start <= STARTS; start += 1) {
      tell(`opening, ${start} of ${STARTS}`);
      starts.push(await open(dir, port));
    }
    return {
      messages,
      unit: 'ms',
      restored,
      usableAfterLoad: median(starts.map(({ usable, loaded }) => usable - loaded)),
      saidAfterLoad: median(starts.map(({ said, loaded }) => said - loaded)),
      memoryMb: median(starts.map(({ memoryMb }) => memoryMb)),
      starts,
    };
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};

/**
 * From the beginning of the navigation: when the page had loaded, when one could write in the last channel, and when what was
 * written was on the disk.
 */
type Opened = { loaded: number; usable: number; said: number; memoryMb: number; memoryOfItsOwnMb: number };

const open = async (dir: string, port: number): Promise<Opened> => {
  const person = await startPerson('alice', dir, { port, mayHaveProblems: true });
  try {
    const { page } = person;
    await expect(page.getByRole('textbox', { name: /^Message #/ })).toBeVisible({ timeout: PATIENCE_MS });
    await expect(page.getByTestId('message').last()).toBeVisible({ timeout: PATIENCE_MS });
    const { loaded, usable } = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return { loaded: navigation?.loadEventEnd ?? Number.NaN, usable: performance.now() };
    });
    const text = `Here since ${Date.now()}`;
    await say(page, text);
    await expect(delivery(page, text)).toBeVisible({ timeout: PATIENCE_MS });
    const said = await page.evaluate(() => performance.now());
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    return { loaded: round(loaded), usable: round(usable), said: round(said), ...(await memoryOf(page)) };
  } finally {
    await person.dispose();
  }
};

/** Of the process that has the page and its worker: the one that takes most. */
const memoryOf = async (page: Page): Promise<Pick<Opened, 'memoryMb' | 'memoryOfItsOwnMb'>> => {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id)));
  return sizes.reduce((most, size) => (size.memoryMb > most.memoryMb ? size : most));
};

/** Linux only; elsewhere not numbers. */
const sizeOf = async (pid: number) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const of = (name: string): number => round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_000);
  return { memoryMb: of('VmRSS'), memoryOfItsOwnMb: of('RssAnon') };
};
