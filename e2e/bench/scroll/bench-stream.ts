/**
 * `--only stream`: the page of a newcomer while a long history streams in, and while 50 messages a second arrive: at the end
 * of the channel, and for somebody who reads further up.
 */
import { expect } from '@playwright/test';

import { message, openInvite } from '../../support/screen.ts';
import { watchFrames } from '../frame-watch.ts';
import { founderOf, personIn, withWorld } from '../holdfast-bench.ts';
import { inTime } from '../in-time.ts';
import { say } from '../progress.ts';
import { storedCountReaches } from '../stored-count.ts';
import { round } from '../summary.ts';
import { lastOf, movedBy, placeOfReader, TALK, talk } from './talk.ts';

const TALK_PATIENCE_MS = 60_000;
/** Of a machine that does other things too. */
const PATIENCE_MS_PER_MESSAGE = 5;

export const benchStream = (messages: number) =>
  withWorld(async (world) => {
    say(`a founder writes ${messages} messages`);
    const founder = await founderOf(world, messages);
    say('a newcomer catches up');
    const { page } = await personIn(world, 'newcomer');
    const confirmation = await openInvite(page, 'Bob', founder.invite);
    const startedAt = performance.now();
    const catchingUp = await watchFrames(page, async () => {
      const stored = storedCountReaches(page, messages);
      await confirmation.getByRole('button', { name: 'Join community' }).click();
      await inTime(stored, 60_000 + messages * PATIENCE_MS_PER_MESSAGE, 'catching up');
      await message(page, founder.newest).waitFor({ timeout: TALK_PATIENCE_MS });
    });
    const seconds = round((performance.now() - startedAt) / 1_000);
    say(`${1_000 / TALK.everyMs} messages a second, at the end`);
    const atTheEnd = await watchFrames(page, async () => {
      await talk(founder.peer, 'heard at the end');
      await message(page, lastOf('heard at the end')).waitFor({ timeout: TALK_PATIENCE_MS });
    });
    say('and further up');
    await page.getByTestId('timeline').hover();
    await page.mouse.wheel(0, -1_500);
    await expect(page.getByRole('button', { name: 'Go to the newest' })).toBeVisible();
    const before = await placeOfReader(page);
    const furtherUp = await watchFrames(page, () => talk(founder.peer, 'heard further up'));
    const movedPixels = await movedBy(page, before);
    return { messages, unit: 'ms', seconds, catchingUp, talk: { ...TALK, atTheEnd, furtherUp, movedPixels } };
  });
