/** Channels in categories: made, moved, folded; and slow mode. */
import type { Locator, Page } from '@playwright/test';

import { closeDialog, createChannel, openChannel, openCommunitySettings } from '../support/governing.ts';
import { composer, copyInvite, createCommunity, joinCommunity, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const column = (page: Page): Locator => page.getByRole('navigation', { name: 'Channels' });
const listed = (page: Page, list: string): Locator =>
  column(page).getByRole('list', { name: list }).locator('.channel-name');

test('alice sorts channels into categories; bob sees them so, folds one in, and waits in slow mode', async ({
  people,
}) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  for (const name of ['harbour', 'weather']) {
    await createChannel(alice.page, name, { category: 'Sea' });
    await expect(listed(bob.page, 'Sea').filter({ hasText: name })).toBeVisible();
  }

  await column(alice.page).getByRole('button', { name: 'Create a channel in Sea' }).click();
  const form = alice.page.getByRole('dialog');
  await expect(form.getByLabel('Category')).toHaveValue('Sea');
  await form.getByLabel('Channel name').fill('boats');
  await form.getByLabel('Slow mode').selectOption('30 seconds');
  await form.getByRole('button', { name: 'Create channel' }).click();
  await form.getByRole('button', { name: 'Move #boats up' }).click();
  await closeDialog(alice.page);
  await expect(listed(bob.page, 'Sea')).toHaveText(['harbour', 'boats', 'weather']);

  await listed(alice.page, 'Sea').filter({ hasText: 'weather' }).dragTo(listed(alice.page, 'Channels').first());
  await expect(listed(bob.page, 'Channels')).toHaveText(['weather', 'general']);
  await expect(listed(bob.page, 'Sea')).toHaveText(['harbour', 'boats']);

  for (const colorScheme of ['light', 'dark'] as const) {
    await alice.page.emulateMedia({ colorScheme });
    await alice.page.screenshot({ path: test.info().outputPath(`categories-${colorScheme}.png`) });
  }
  await openChannel(bob.page, 'boats');
  await expect(bob.page.getByText('Slow mode: one message every 30 seconds')).toBeVisible();
  await say(bob.page, 'A boat came in', 'boats');
  await composer(bob.page, 'boats').fill('And another one');
  await composer(bob.page, 'boats').press('Enter');
  await expect(bob.page.getByText(/you can write here again in \d+ seconds/)).toBeVisible();

  await column(bob.page).getByRole('button', { name: 'Sea', expanded: true }).click();
  // the one that is open stays
  await expect(listed(bob.page, 'Sea')).toHaveText(['boats']);
  await bob.reopen();
  await expect(column(bob.page).getByRole('button', { name: 'Sea', expanded: false })).toBeVisible();
  const settings = await openCommunitySettings(alice.page, 'Channels');
  await expect(settings.getByRole('listitem')).toContainText(['weather', 'general', 'harbour', 'boats']);
});
