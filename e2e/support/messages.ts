/** What people do to messages on the page, in the words they would use. */
import { expect, type Locator, type Page } from '@playwright/test';

import { message, openProfile } from './screen.ts';

/** With the mouse. */
export const openMenu = async (page: Page, text: string): Promise<void> => {
  const row = timelineMessage(page, text);
  await row.hover();
  await row.getByRole('button', { name: 'Message actions' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
};

/** Opens a message's menu with the mouse, and chooses from it. */
export const actOn = async (page: Page, text: string, act: string): Promise<void> => {
  await openMenu(page, text);
  await page.getByRole('menuitem', { name: act, exact: true }).click();
};

/** Opens the menu of the message in focus with the keyboard alone, and goes to an act by the arrows. */
export const actByKeys = async (page: Page, act: string): Promise<void> => {
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  const acts = await menu.getByRole('menuitem').allInnerTexts();
  for (let at = 0; at < acts.indexOf(act); at += 1) await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem', { name: act, exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
};

/** In the channel, not in a thread beside it. */
export const timelineMessage = (page: Page, text: string): Locator =>
  message(page, text).and(page.getByRole('list', { name: 'Messages', exact: true }).getByTestId('message'));

export const reactTo = async (page: Page, text: string, emoji: string): Promise<void> => {
  await actOn(page, text, 'React');
  await page
    .getByRole('dialog', { name: 'React with' })
    .getByRole('gridcell')
    .filter({ hasText: emoji })
    .first()
    .click();
};

/** `👍 by Bob, you`; its name is what is seen: `👍 2` */
export const reaction = (page: Page, text: string, words: string): Locator =>
  message(page, text).getByRole('button', {
    name: new RegExp(`^${words.split(' ', 1).join('')} \\d+$`),
    description: new RegExp(`^${words}$`),
  });

export const replyTo = async (page: Page, text: string, words: string): Promise<void> => {
  await actOn(page, text, 'Reply');
  await expect(page.getByRole('button', { name: 'Cancel reply' })).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(timelineMessage(page, words)).toBeVisible();
};

export const deleteMessage = async (page: Page, text: string): Promise<void> => {
  await actOn(page, text, 'Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(message(page, text)).toHaveCount(0);
};

export const hideMessage = async (page: Page, text: string, reason: string): Promise<void> => {
  await actOn(page, text, 'Hide');
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(message(page, text)).toHaveCount(0);
};

export const thread = (page: Page): Locator => page.getByRole('complementary', { name: 'Thread' });

export const sayInThread = async (page: Page, text: string): Promise<void> => {
  const box = thread(page).getByRole('textbox', { name: 'Reply in the thread' });
  await box.fill(text);
  await box.press('Enter');
  await expect(thread(page).getByText(text, { exact: true })).toBeVisible();
};

export const openPins = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Pinned messages' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pinned messages' });
  await expect(dialog).toBeVisible();
  return dialog;
};

/** Opens the conversation with somebody from their profile, and writes there. */
export const writeTo = async (page: Page, name: string, text: string): Promise<void> => {
  const card = await openProfile(page, name);
  await card.getByRole('button', { name: 'Send a message' }).click();
  await page.getByRole('textbox', { name: `Message ${name}`, exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await expect(message(page, text)).toBeVisible();
};
