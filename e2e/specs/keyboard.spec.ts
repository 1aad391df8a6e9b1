/** Alice never touches the mouse: from the first start to leaving, by the keys that a person would press. */
import type { Page } from '@playwright/test';

import { actByKeys, timelineMessage } from '../support/messages.ts';
import { expect, test } from '../support/test.ts';

/** Tab until what has focus is called this; a person looks at the ring, and so does this. */
const tabTo = async (page: Page, role: 'button' | 'textbox', name: string): Promise<void> => {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let at = 0; at < 40; at += 1) {
    if (await wanted.evaluateAll((found) => found.some((one) => one === document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
};

const press = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, 'button', name);
  await page.keyboard.press('Enter');
};

/** By the switcher. */
const goTo = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Where to go, or what to do' });
  await expect(box).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByTestId('offer').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(box).toHaveCount(0);
};

const writes = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  // it is on screen before it is saved, and can be changed after that
  await expect(timelineMessage(page, text).getByTestId('delivery')).toContainText('saved here');
};

/** From the composer into the list of messages, which comes back to the row it was left at, and on to the newest. */
const toNewestMessage = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('End');
  await expect(timelineMessage(page, text)).toBeFocused();
};

test('alice uses everything with the keyboard alone', async ({ people, peers }) => {
  const { page } = await people('alice');

  await test.step('start and create a community', async () => {
    await tabTo(page, 'textbox', 'Your name');
    await page.keyboard.type('Alice');
    await tabTo(page, 'button', 'Create a community Start a new place and invite people to it.');
    await page.keyboard.press('Enter');
    await tabTo(page, 'textbox', 'Community name');
    await page.keyboard.type('Kelp');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Message #general' })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('write, change, answer and react', async () => {
    await writes(page, 'The lamp on the east pier is out');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('textbox', { name: 'Edit message' })).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.type(' again');
    await page.keyboard.press('Enter');
    await expect(timelineMessage(page, 'The lamp on the east pier is out again')).toContainText('edited');
    await toNewestMessage(page, 'The lamp on the east pier is out again');
    await actByKeys(page, 'Reply');
    await writes(page, 'I will look at it');
    await toNewestMessage(page, 'I will look at it');
    await actByKeys(page, 'React');
    await page.keyboard.type('anchor');
    await expect(page.getByRole('dialog', { name: 'React with' }).getByRole('gridcell').first()).toContainText('⚓');
    await page.keyboard.press('Enter');
    await expect(timelineMessage(page, 'I will look at it').getByRole('button', { pressed: true })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('make a channel, and go back and forth', async () => {
    await goTo(page, '>community settings');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await press(page, 'Create channel');
    await tabTo(page, 'textbox', 'Channel name');
    await page.keyboard.type('tides');
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('list', { name: 'Channels' }).getByText('tides', { exact: true }).first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await goTo(page, 'tid');
    await expect(page.getByRole('textbox', { name: 'Message #tides' })).toBeVisible();
    await writes(page, 'High water at six');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page.getByRole('textbox', { name: 'Message #general' })).toBeVisible();
  });

  await test.step('search', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('high water');
    await expect(page.getByTestId('search-hit').first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(timelineMessage(page, 'High water at six')).toBeVisible();
  });

  await test.step('change how it looks', async () => {
    await page.keyboard.press('Control+,');
    const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
    await expect(sections.getByRole('button', { name: 'Profile' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('radio', { name: 'Same as the system' }).first()).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('disturb');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Do not disturb' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('delete what was said', async () => {
    await page.keyboard.press('Escape');
    await writes(page, 'Or at seven');
    await toNewestMessage(page, 'Or at seven');
    await actByKeys(page, 'Delete');
    await press(page, 'Delete');
    await expect(timelineMessage(page, 'Or at seven')).toHaveCount(0);
    // the message may be gone before the question about it is
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('invite carol, hand the community over to her, and leave', async () => {
    await goTo(page, '>invite');
    const link = page.getByRole('dialog').getByLabel('Invite link');
    await expect(link).toHaveValue(/^holdfast:/);
    const invite = await link.inputValue();
    await page.keyboard.press('Escape');
    const carol = await peers('carol');
    await carol.request('join', { invite, as: 'Carol' });
    await expect(page.getByTestId('member').filter({ hasText: 'Carol' })).toBeVisible();
    await page.keyboard.press('F6');
    while (!(await page.locator('aside').evaluate((part) => part.contains(document.activeElement)))) {
      await page.keyboard.press('F6');
    }
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await press(page, 'Moderate…');
    await press(page, 'Make owner');
    await press(page, 'Hand over');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await goTo(page, '>leave');
    await press(page, 'Leave');
    await expect(page.getByTestId('removed')).toBeVisible();
  });
});
