/** In a narrow window, or one that is zoomed: what has no room beside the conversation comes over it, and goes again. */
import type { Locator, Page } from '@playwright/test';

import { createChannel } from '../support/governing.ts';
import { expectAccessible } from '../support/look.ts';
import { actOn } from '../support/messages.ts';
import { composer, copyInvite, createCommunity, joinCommunity, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

type Panel = { panel: Locator; opener: Locator };

const members = (page: Page): Panel => ({
  panel: page.getByRole('dialog', { name: 'Members' }),
  opener: page.getByRole('button', { name: /^(Show|Hide) members$/ }),
});
const places = (page: Page): Panel => ({
  panel: page.getByRole('dialog', { name: 'Communities and channels' }),
  opener: page.getByRole('button', { name: 'Communities and channels' }),
});

const hasFocusInside = (panel: Locator): Promise<boolean> =>
  panel.evaluate((element) => element.contains(document.activeElement));

/** On the conversation, which is at its one or its other side. */
const clickBeside = async (page: Page, panel: Locator): Promise<void> => {
  const { x, y, width } = (await panel.boundingBox()) ?? { x: 0, y: 0, width: 0 };
  await page.mouse.click(x > 100 ? x - 20 : x + width + 20, y + 200);
};

const opensAndCloses = async (page: Page, { panel, opener }: Panel, name: string): Promise<void> => {
  await expect(panel).toHaveCount(0);
  await opener.click();
  await expect(panel).toBeVisible();
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  await expectAccessible(page, name);
  await clickBeside(page, panel);
  await expect(panel).toHaveCount(0);

  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await expect.poll(() => hasFocusInside(panel)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(opener).toBeFocused();

  await page.keyboard.press('Enter');
  await expect.poll(() => hasFocusInside(panel)).toBe(true);
  await page.keyboard.press('F6');
  await expect(panel).toHaveCount(0);
};

test('alice opens and closes the panels with the mouse and by keys, and a thread takes the whole place', async ({
  people,
}) => {
  const { page } = await people('alice', { hubs: [] });
  await createCommunity(page, 'Alice', 'Kelp');
  await createChannel(page, 'tides');
  await say(page, 'High water is at six');

  await test.step('members, at 700 px', async () => {
    await page.setViewportSize({ width: 700, height: 800 });
    await expect(page.getByRole('navigation', { name: 'Channels' })).toBeVisible();
    const { panel, opener } = members(page);
    await opensAndCloses(page, { panel, opener }, 'members at 700 px');
    await opener.click();
    await expect(panel.getByTestId('member').getByRole('button')).toBeFocused();
    await opener.click();
    await expect(panel).toHaveCount(0);
  });

  await test.step('communities and channels, at 560 px', async () => {
    await page.setViewportSize({ width: 560, height: 800 });
    await expect(page.getByRole('navigation', { name: 'Channels' })).toHaveCount(0);
    await opensAndCloses(page, members(page), 'members at 560 px');
    const { panel, opener } = places(page);
    await opensAndCloses(page, { panel, opener }, 'places at 560 px');
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('button', { name: 'general', exact: true })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(panel).toHaveCount(0);
    await expect(composer(page, 'tides')).toBeFocused();
    await opener.click();
    await panel.getByRole('button', { name: 'general', exact: true }).click();
    await expect(panel).toHaveCount(0);
    await expect(composer(page)).toBeFocused();
  });

  await test.step('a thread', async () => {
    await actOn(page, 'High water is at six', 'Open thread');
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await expect(thread).toBeVisible();
    await expect(page.getByRole('main', { name: 'Conversation' })).toHaveCount(0);
    await expectAccessible(page, 'a thread at 560 px');
    await thread.getByRole('button', { name: 'Close thread' }).click();
    await expect(thread).toHaveCount(0);
    await expect(composer(page)).toBeFocused();

    await actOn(page, 'High water is at six', 'Open thread');
    await expect(thread.getByRole('textbox')).toBeFocused();
    await page.keyboard.press('Control+f');
    await page.getByRole('combobox', { name: 'Words to look for' }).fill('water');
    await page.getByTestId('search-hit').first().click();
    await expect(thread).toHaveCount(0);
    await expect(message(page, 'High water is at six')).toBeFocused();
  });
});

test('what bob says while a thread covers the conversation stays unread until alice sees it', async ({ people }) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Kelp');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(alice.page, 'High water is at six');
  await alice.page.setViewportSize({ width: 560, height: 800 });
  await actOn(alice.page, 'High water is at six', 'Open thread');
  const thread = alice.page.getByRole('complementary', { name: 'Thread' });
  await expect(thread.getByRole('textbox')).toBeFocused();
  await say(bob.page, 'The lamp is out');
  await expect(alice.page).toHaveTitle(/^• #general/);
  await thread.getByRole('button', { name: 'Close thread' }).click();
  await expect(message(alice.page, 'The lamp is out')).toBeVisible();
  await expect(alice.page).toHaveTitle(/^#general/);
});
