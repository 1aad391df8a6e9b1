/**
 * `--only community`: 200 members, 40 channels, 100,000 messages. How long it takes until another channel is on screen, and
 * how smooth the page is while 50 messages a second arrive.
 */
import { expect, type Page } from '@playwright/test';

import { message, openInvite } from '../../support/screen.ts';
import { watchFrames } from '../frame-watch.ts';
import { writeHistories } from '../history/write-history.ts';
import { headlessDir, headlessIn, personIn, withWorld } from '../holdfast-bench.ts';
import { inTime } from '../in-time.ts';
import { say } from '../progress.ts';
import { movedBy, placeOfReader, lastOf, TALK, talk } from '../scroll/talk.ts';
import { storedCountReaches } from '../stored-count.ts';
import { summaryOf } from '../summary.ts';
import { switchChannels } from './switch-channels.ts';

const SIZE = { authors: 200, channels: 40 };
const PATIENCE_MS = 60_000;
/** Of a machine that does other things too. */
const PATIENCE_MS_PER_MESSAGE = 5;
/** What was stored is searchable by then, and drafts, counts and receipts are written. */
const SETTLED_MS = 10_000;

export const benchCommunity = (messages: number) =>
  withWorld(async (world) => {
    await writeHistories([{ dir: headlessDir(world, 'member'), messages }], SIZE);
    say('a member reads back what is stored');
    const member = await headlessIn(world, 'member');
    const [community] = (await member.request('communities')).communities;
    const { invite } = await member.request('invite', { community: community?.id });
    say('a newcomer catches up');
    const { page } = await personIn(world, 'newcomer');
    const confirmation = await openInvite(page, 'Bob', invite);
    const stored = storedCountReaches(page, messages);
    await confirmation.getByRole('button', { name: 'Join community' }).click();
    await inTime(stored, PATIENCE_MS + messages * PATIENCE_MS_PER_MESSAGE, 'catching up');
    await page.waitForTimeout(SETTLED_MS);
    say('going from channel to channel');
    const [first, again] = [await switchChannels(page), await switchChannels(page)];
    const quietChannels = Array.from({ length: SIZE.channels - 1 }, (_, n) => `channel-${n + 1}`);
    const spread = quietChannels.flatMap((channel) => ['general', channel]);
    await page
      .getByRole('link', { name: 'general' })
      .or(page.getByRole('button', { name: 'general' }))
      .first()
      .click();
    say(`${1_000 / TALK.everyMs} messages a second, half of them here, at the end`);
    const atTheEnd = await watchFrames(page, async () => {
      await talk(member, 'heard at the end', spread);
      await message(page, lastOf('heard at the end')).waitFor({ timeout: PATIENCE_MS });
    });
    say('and further up');
    const furtherUp = await whileReading(page, () => talk(member, 'heard further up', spread));
    return {
      messages,
      ...SIZE,
      unit: 'ms',
      switch: { first: summaryOf(first), again: summaryOf(again) },
      talk: { ...TALK, atTheEnd, ...furtherUp },
    };
  });

const whileReading = async (page: Page, work: () => Promise<void>) => {
  await page.getByTestId('timeline').hover();
  await page.mouse.wheel(0, -1_500);
  await expect(page.getByRole('button', { name: 'Go to the newest' })).toBeVisible();
  const before = await placeOfReader(page);
  const furtherUp = await watchFrames(page, work);
  return { furtherUp, movedPixels: await movedBy(page, before) };
};
