/** `--only newcomer`: somebody joins a community of 50 people and 20 channels with years of history. */
import { expect, type Page } from '@playwright/test';

import { openInvite } from '../../support/screen.ts';
import { watchFrames } from '../frame-watch.ts';
import { headlessDir, headlessIn, personIn, withWorld, type World } from '../holdfast-bench.ts';
import { inTime } from '../in-time.ts';
import { say } from '../progress.ts';
import { wordAt } from '../search/town.ts';
import { startStopwatch } from '../stopwatch.ts';
import { storedCountReaches } from '../stored-count.ts';
import { round } from '../summary.ts';
import { writeHistories } from './write-history.ts';

const LOOK = { row: '[data-testid="message"]', text: '.message-text' };
const PATIENCE_MS = 60_000;
const PATIENCE_MS_PER_MESSAGE = 5;
/** What was stored is searchable by then. */
const INDEXED_MS = 2_000;

export const benchNewcomer = (messages: number) =>
  withWorld(async (world) => {
    await writeHistories([{ dir: headlessDir(world, 'member'), messages }]);
    say('a member reads back what is stored');
    const member = await headlessIn(world, 'member');
    const [community] = (await member.request('communities')).communities;
    const { invite } = await member.request('invite', { community: community?.id });
    const { messages: newest } = await member.request('history', { channel: 'general', limit: 1 });
    const text = newest[0]?.text;
    if (text === undefined) throw new Error('the member has no messages');
    say('a newcomer joins');
    const times = await joining(world, 'newcomer', invite, (page, join) => timesOf(page, join, { text, messages }));
    // the browser's trace, and asking its database again and again, take a second of what they measure
    say('another one joins, and the browser writes down what it does');
    const smooth = await joining(world, 'watched', invite, (page, join) =>
      watchFrames(page, async () => {
        const stored = storedCountReaches(page, messages);
        await join();
        await inTime(stored, patienceFor(messages), 'catching up');
        // looking for the search box by its role would be a task of the page too
        await new Promise((resolve) => setTimeout(resolve, INDEXED_MS));
      }),
    );
    return { messages, unit: 'ms', ...times, ...smooth };
  });

const patienceFor = (messages: number): number => PATIENCE_MS + messages * PATIENCE_MS_PER_MESSAGE;

/** @param watch has the page, and what clicks “Join community” in it */
const joining = async <T>(
  world: World,
  name: string,
  invite: string,
  watch: (page: Page, join: () => Promise<void>) => Promise<T>,
): Promise<T> => {
  const person = await personIn(world, name);
  const confirmation = await openInvite(person.page, 'Bob', invite);
  const found = await watch(person.page, () => confirmation.getByRole('button', { name: 'Join community' }).click());
  await person.dispose();
  return found;
};

const timesOf = async (
  page: Page,
  join: () => Promise<void>,
  { text, messages }: { text: string; messages: number },
): Promise<Record<'newestOnScreen' | 'stored' | 'searchable', number>> => {
  const watch = await startStopwatch(page, LOOK);
  const shown = watch.shown(text);
  await join();
  const { row } = await inTime(shown, PATIENCE_MS, 'the newest message');
  const storedAt = await inTime(storedCountReaches(page, messages), patienceFor(messages), 'catching up');
  await searchAll(page);
  const searchableAt = Date.now();
  const clickedAt = await watch.clickedAt();
  const since = (at: number): number => round(at - clickedAt);
  return { newestOnScreen: since(row), stored: since(storedAt), searchable: since(searchableAt) };
};

/** The commonest word is found, and search does not say that there may be more. */
const searchAll = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Words to look for' }).fill(wordAt(0));
  await expect(page.getByTestId('search-hit').first()).toBeVisible({ timeout: PATIENCE_MS });
  await expect(page.getByText('Still reading what is stored')).toHaveCount(0, { timeout: PATIENCE_MS });
};
