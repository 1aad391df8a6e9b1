import type { Page } from '@playwright/test';

import { postAll } from '../support/headless.ts';
import {
  copyInvite,
  createCommunity,
  joinCommunity,
  message,
  networkLine,
  say,
  textsOnScreen,
} from '../support/screen.ts';
import { storedDocuments, storedTexts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const MESSAGES = 20_000;

test('a newcomer gets 20,000 messages, all of them and in order', async ({ people, peers }) => {
  test.setTimeout(10 * 60_000);
  const founder = await peers('founder');
  const { invite } = await founder.request('create-community', { name: 'Archive', as: 'Founder' });
  const expected = Array.from({ length: MESSAGES }, (_, index) => `message ${index + 1}`);
  await postAll(founder, expected);

  const bob = await people('bob');
  await joinCommunity(bob.page, 'Bob', invite);
  await expect(message(bob.page, `message ${MESSAGES}`)).toBeVisible({ timeout: 5 * 60_000 });
  await expect(networkLine(bob.page)).toHaveText('Connected to 1 of 1');
  await expect.poll(async () => (await storedTexts(bob.page)).length).toBe(MESSAGES);
  expect(await storedTexts(bob.page)).toEqual(expected);

  // The segment document is there, whole, in few pages; the last ones are stored a moment later.
  const inDocuments = async (): Promise<number> =>
    (await storedDocuments(bob.page)).lanes.reduce((sum, count) => sum + count, 0);
  await expect.poll(inDocuments).toBe(MESSAGES);
  const { pages } = await storedDocuments(bob.page);
  expect(pages).toBeLessThanOrEqual(MESSAGES / 128 + 2);

  // Reading backwards: whole pages, in order, and never more rows than a window holds.
  const timeline = bob.page.getByTestId('timeline');
  for (const wanted of [19_850, 19_700, 19_500, 19_300]) {
    await timeline.hover();
    await expect(async () => {
      await bob.page.mouse.wheel(0, -4_000);
      await expect(message(bob.page, `message ${wanted}`)).toBeAttached({ timeout: 100 });
    }).toPass({ timeout: 60_000 });
    const shown = (await textsOnScreen(bob.page)).map((text) => Number(text.slice('message '.length)));
    expect(shown.every((number, index) => index === 0 || number === (shown[index - 1] ?? 0) + 1)).toBe(true);
    expect(shown.length).toBeLessThanOrEqual(300);
  }
  // Rows far from the window are left alone, at the height that they had.
  await expect.poll(() => leftAlone(bob.page)).toBeGreaterThan(100);
  await bob.page.getByRole('button', { name: 'Go to the newest' }).click();
  await expect(message(bob.page, `message ${MESSAGES}`)).toBeInViewport();
});

/** How many rows the browser neither lays out nor paints. */
const leftAlone = (page: Page): Promise<number> =>
  page
    .locator('.message-body')
    .evaluateAll((rows) => rows.filter((row) => !row.checkVisibility({ contentVisibilityAuto: true })).length);

test('a headless peer joins the same community by the same link and talks with a browser', async ({
  people,
  peers,
}) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await say(alice.page, 'Hello, machines');
  const invite = await copyInvite(alice.page);
  const bot = await peers('tidebot');
  const { community } = await bot.request('join', { invite, as: 'Tide bot' });
  await bot.waitForMessage('Hello, machines');
  await bot.request('post', { community, channel: 'general', text: 'High water at 18:04' });
  await expect(message(alice.page, 'High water at 18:04')).toBeVisible();
  await say(alice.page, 'Thank you, bot');
  await bot.waitForMessage('Thank you, bot');
  const { links } = await bot.request('status');
  expect(links.filter(({ state }) => state === 'open')).toHaveLength(1);
});
