/** What people do and see on the page, in the words they would use. */
import { expect, type Locator, type Page } from '@playwright/test';

/** First start: a name, then a new community. Resolves when its channel is on screen. */
export const createCommunity = async (page: Page, memberName: string, name: string): Promise<void> => {
  await page.getByLabel('Your name').fill(memberName);
  await page.getByRole('button', { name: 'Create a community' }).click();
  await page.getByLabel('Community name').fill(name);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'This is the beginning of #general' })).toBeVisible();
  // The channel is there a moment before the dialog goes; what is typed meanwhile goes into the dialog.
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

/** Copies an invite link with the button, and reads it from the clipboard. */
export const copyInvite = async (page: Page): Promise<string> => {
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Invite people' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
  return page.evaluate(() => navigator.clipboard.readText());
};

/** First start: a name, then the link. Resolves when the confirmation is on screen. */
export const openInvite = async (page: Page, memberName: string, invite: string): Promise<Locator> => {
  await page.getByLabel('Your name').fill(memberName);
  await page.getByRole('button', { name: 'Join with an invite' }).click();
  await giveInvite(page, invite);
  const confirmation = page.getByRole('dialog', { name: 'Join this community?' });
  await expect(confirmation).toBeVisible();
  return confirmation;
};

/** By the join dialog, wherever one is. */
export const giveInvite = async (page: Page, invite: string): Promise<void> => {
  await page.getByLabel('Invite link').fill(invite);
  await page.getByRole('button', { name: 'Continue' }).click();
};

/** By the join dialog, under the name that stands there. */
export const askToJoin = async (page: Page, invite: string): Promise<void> => {
  await giveInvite(page, invite);
  await page.getByRole('button', { name: 'Join community' }).click();
};

/** Resolves when the channel is on screen. */
export const joinCommunity = async (page: Page, memberName: string, invite: string): Promise<void> => {
  await openInvite(page, memberName, invite);
  await page.getByRole('button', { name: 'Join community' }).click();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

/** In an app that is in use: the plus sign, then the link. */
export const joinAnother = async (page: Page, invite: string): Promise<void> => {
  await page.getByRole('button', { name: 'Add a community' }).click();
  await page.getByRole('button', { name: 'Join with an invite' }).click();
  await askToJoin(page, invite);
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

export const composer = (page: Page, channel = 'general'): Locator =>
  page.getByRole('textbox', { name: `Message #${channel}` });

/** Resolves when the message is on the own screen. */
export const say = async (page: Page, text: string, channel?: string): Promise<void> => {
  await composer(page, channel).fill(text);
  await composer(page, channel).press('Enter');
  await expect(message(page, text)).toBeVisible();
};

/** By what it says itself, not by what it answers. @param text all of it, or what is somewhere in it */
export const message = (page: Page, text: string | RegExp): Locator => {
  const words = page.locator('.message-text').filter({ hasText: text instanceof RegExp ? text : exactly(text) });
  return page.getByTestId('message').filter({ has: words });
};

const exactly = (text: string): RegExp => new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** `saved here`, `with 1 of 2`, `with everyone` */
export const delivery = (page: Page, text: string): Locator => message(page, text).getByTestId('delivery');

export const networkLine = (page: Page): Locator => page.getByTestId('network-line');

/** What is said over the conversation when the servers have been down for a while. */
export const outageBanner = (page: Page): Locator =>
  page.getByRole('status').filter({ hasText: 'No server has been reachable since' });

export const openNetwork = async (page: Page): Promise<Locator> => {
  await networkLine(page).click();
  const dialog = page.getByRole('dialog', { name: 'Network' });
  await expect(dialog).toBeVisible();
  return dialog;
};

/** In the network view, by somebody who may. */
export const postNote = async (page: Page, text: string): Promise<void> => {
  const dialog = await openNetwork(page);
  await dialog.getByRole('button', { name: 'Write a note for everyone' }).click();
  await dialog.getByRole('textbox', { name: 'Note for everyone' }).fill(text);
  await dialog.getByRole('button', { name: 'Post the note' }).click();
  await expect(dialog.getByTestId('incident-note')).toContainText(text);
};

/** The texts on screen, from the oldest to the newest. */
export const textsOnScreen = (page: Page): Promise<string[]> => page.locator('.message-text').allTextContents();

/** A member in the column at the right. */
export const member = (page: Page, name: string): Locator =>
  page.getByTestId('member').filter({ has: page.getByText(name, { exact: true }) });

/** Opens a member's card from the column at the right. */
export const openCard = async (page: Page, name: string): Promise<Locator> => {
  await member(page, name).getByRole('button').click();
  const card = page.getByRole('dialog', { name: `About ${name}`, exact: true });
  await expect(card).toBeVisible();
  return card;
};

/** Opens a member's whole profile from their card. */
export const openProfile = async (page: Page, name: string): Promise<Locator> => {
  const card = await openCard(page, name);
  await card.getByRole('button', { name: /^(Full profile|Moderate…)$/ }).click();
  const profile = page.getByRole('dialog', { name, exact: true });
  await expect(profile).toBeVisible();
  return profile;
};

export const openDevices = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('button', { name: 'Your devices' }).click();
  await expect(dialog.getByTestId('device').first()).toBeVisible();
  return dialog;
};

/** Opens the recovery phrase. @returns its 24 words */
export const openRecoveryPhrase = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Recovery phrase' }).click();
  await page.getByRole('button', { name: 'Show the words' }).click();
  const words = page.getByRole('list', { name: 'Recovery phrase' }).getByRole('listitem');
  await expect(words).toHaveCount(24);
  return words.allInnerTexts();
};
