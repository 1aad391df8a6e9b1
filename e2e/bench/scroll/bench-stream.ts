/**
 * `--only stream`: the page of a newcomer while a long history streams in, and while 50 messages a second arrive: at the end
 * of the channel, and for somebody who reads further up.
 */
import { expect, type Page } from '@playwright/test';

import type { Headless } from '../../support/headless.ts';
import { message, openInvite } from '../../support/screen.ts';
import { watchFrames } from '../frame-watch.ts';
import { founderOf, personIn, withWorld } from '../holdfast-bench.ts';
import { inTime } from '../in-time.ts';
import { say } from '../progress.ts';
import { storedCountReaches } from '../stored-count.ts';
import { round } from '../summary.ts';

const TALK = { messages: 500, everyMs: 20 };
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
      await expect(message(page, founder.newest)).toBeVisible({ timeout: TALK_PATIENCE_MS });
    });
    const seconds = round((performance.now() - startedAt) / 1_000);
    say(`${1_000 / TALK.everyMs} messages a second, at the end`);
    const atTheEnd = await watchFrames(page, async () => {
      await talk(founder.peer, 'heard at the end');
      await expect(message(page, lastOf('heard at the end'))).toBeVisible({ timeout: TALK_PATIENCE_MS });
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

const lastOf = (text: string): string => `${text} ${TALK.messages}`;

/** One message after another, at a steady pace. */
const talk = async (peer: Headless, text: string): Promise<void> => {
  const posted: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let n = 1; n <= TALK.messages; n += 1) {
    posted.push(peer.request('post', { channel: 'general', text: `${text} ${n}` }));
    const wait = startedAt + n * TALK.everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await Promise.all(posted);
};

type Place = { id: string; top: number };

/** The first message that can be seen whole, and where it stands. */
const placeOfReader = (page: Page): Promise<Place> =>
  page.getByTestId('timeline').evaluate(async (box) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // until the page above has come
    const edge = box.getBoundingClientRect().top;
    const row = [...box.querySelectorAll<HTMLElement>('[data-sort]')].find(
      (one) => one.getBoundingClientRect().top >= edge,
    );
    return { id: row?.dataset['roving'] ?? '', top: row?.getBoundingClientRect().top ?? Number.NaN };
  });

/** NaN if it is not there any more. */
const movedBy = (page: Page, before: Place): Promise<number> =>
  page.getByTestId('timeline').evaluate((box, { id, top }) => {
    const row = [...box.querySelectorAll<HTMLElement>('[data-sort]')].find((one) => one.dataset['roving'] === id);
    return (row?.getBoundingClientRect().top ?? Number.NaN) - top;
  }, before);
