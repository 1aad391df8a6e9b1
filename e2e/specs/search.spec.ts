/** Bob finds what alice said: in two scripts, narrowed, long ago; and does not find what is gone. */
import type { Locator, Page } from '@playwright/test';

import { postAll } from '../support/headless.ts';
import { expectAccessible } from '../support/look.ts';
import { deleteMessage, timelineMessage } from '../support/messages.ts';
import { composer, joinCommunity, message, say } from '../support/screen.ts';
import { storedTexts } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const MESSAGES = 2_000;
const OLD = 407;

const openSearch = async (page: Page): Promise<{ dialog: Locator; box: Locator }> => {
  const dialog = page.getByRole('dialog', { name: 'Search in Archive' });
  const box = dialog.getByRole('combobox', { name: 'Words to look for' });
  // no key is heard while another dialog is on its way out
  await expect(async () => {
    await page.keyboard.press('Control+f');
    await expect(box).toBeFocused({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  return { dialog, box };
};

const hits = (dialog: Locator): Locator => dialog.getByTestId('search-hit');

test('bob searches what alice said, goes to an old message, and does not find what she deleted', async ({
  people,
  peers,
}) => {
  test.setTimeout(5 * 60_000);
  const alice = await peers('alice');
  const { invite } = await alice.request('create-community', { name: 'Archive', as: 'Alice' });
  const channel = 'general';
  await postAll(
    alice,
    Array.from({ length: MESSAGES }, (_, i) => (i + 1 === OLD ? 'The Käsekuchen recipe' : `entry ${i + 1}`)),
  );
  const { message: gone } = await alice.request('post', { channel, text: 'The shipwreck is mine' });
  await alice.request('post', { channel, text: '明日東京へ行く' });

  const bob = await people('bob');
  const { page } = bob;
  await joinCommunity(page, 'Bob', invite);
  await expect(message(page, '明日東京へ行く')).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await storedTexts(page)).length, { timeout: 60_000 }).toBe(MESSAGES + 2);
  await say(page, 'Who has the recipe? https://tide.example/cake');

  const { dialog, box } = await openSearch(page);
  await expect(dialog.getByText('Search everything stored on this device')).toBeVisible();
  await expectAccessible(page, 'search');
  await box.fill('東京');
  await expect(hits(dialog)).toHaveCount(1);
  await expect(hits(dialog).locator('mark')).toHaveText('東京');
  await box.fill('shipwr');
  await expect(hits(dialog)).toHaveCount(1);
  await box.fill('recipe');
  await expect(hits(dialog)).toHaveCount(2);
  await expectAccessible(page, 'search');

  await dialog.getByRole('combobox', { name: 'From', exact: true }).selectOption('Alice');
  await expect(hits(dialog)).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Take out from:Alice' }).click();
  await dialog.getByRole('checkbox', { name: 'With a link' }).check();
  await expect(hits(dialog)).toHaveText([/Who has the recipe/]);
  await box.fill('from:nobody recipe');
  await expect(dialog.getByText('Nobody here is called “nobody”.')).toBeVisible();
  await expect(hits(dialog)).toHaveCount(0);

  // The old message is nowhere near what is on screen; two hits, the older one by the arrow.
  await box.fill('RECIPE');
  await expect(hits(dialog)).toHaveCount(2);
  await box.press('ArrowDown');
  await expect(dialog.getByTestId('search-hit').and(page.getByRole('option', { selected: true }))).toContainText(
    'Käsekuchen',
  );
  await box.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(timelineMessage(page, 'The Käsekuchen recipe')).toBeFocused();
  await expect(timelineMessage(page, 'The Käsekuchen recipe')).toBeInViewport();
  await expect(message(page, 'entry 408')).toBeInViewport();
  // no further than what is around it
  await expect(message(page, 'entry 1000')).toHaveCount(0);
  // who scrolls faster than pages come gets no further than the first of them at once, but then to the very first message
  await page.getByTestId('timeline').hover();
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -2_000);
  await expect(async () => {
    await page.mouse.wheel(0, -2_000);
    await expect(message(page, 'entry 1')).toBeInViewport({ timeout: 300 });
  }).toPass({ timeout: 60_000 });

  await alice.request('delete', { channel, message: gone });
  const again = await openSearch(page);
  await expect(async () => {
    await again.box.fill('shipwreck');
    await expect(again.dialog.getByText('Nothing found')).toBeVisible({ timeout: 500 });
    await again.box.fill('');
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press('Escape');

  // What bob takes back himself is gone at once; what he says is there at once.
  await page.getByRole('button', { name: 'Go to the newest' }).click();
  await say(page, 'A misspelt wrod');
  const first = await openSearch(page);
  await first.box.fill('wrod');
  await expect(hits(first.dialog)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await deleteMessage(page, 'A misspelt wrod');
  const last = await openSearch(page);
  await last.box.fill('wrod');
  await expect(last.dialog.getByText('Nothing found')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeVisible();
});
