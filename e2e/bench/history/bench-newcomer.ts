/** `--only newcomer`: somebody joins a community of 50 people and 20 channels with years of history. */
import { expect, type Page } from '@playwright/test';

import { openInvite } from '../../support/screen.ts';
import { watchFrames } from '../frame-watch.ts';
import { headlessDir, headlessIn, personIn, withWorld } from '../holdfast-bench.ts';
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
    const { page } = await personIn(world, 'newcomer');
    const confirmation = await openInvite(page, 'Bob', invite);
    const watch = await startStopwatch(page, LOOK);
    const shown = watch.shown(text);
    const stored = storedCountReaches(page, messages);
    let storedAt = Number.NaN;
    let searchableAt = Number.NaN;
    const smooth = await watchFrames(page, async () => {
      await confirmation.getByRole('button', { name: 'Join community' }).click();
      storedAt = await inTime(stored, PATIENCE_MS + messages * PATIENCE_MS_PER_MESSAGE, 'catching up');
      await searchAll(page);
      searchableAt = Date.now();
    });
    const [{ row }, clickedAt] = await Promise.all([shown, watch.clickedAt()]);
    const since = (at: number): number => round(at - clickedAt);
    return {
      messages,
      unit: 'ms',
      newestOnScreen: since(row),
      stored: since(storedAt),
      searchable: since(searchableAt),
      ...smooth,
    };
  });

/** The commonest word is found, and search does not say that there may be more. */
const searchAll = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Words to look for' }).fill(wordAt(0));
  await expect(page.getByTestId('search-hit').first()).toBeVisible({ timeout: PATIENCE_MS });
  await expect(page.getByText('Still reading what is stored')).toHaveCount(0, { timeout: PATIENCE_MS });
};
