/** Connecting by two codes, as people do it on the page: each step ends with the code in the clipboard. */
import { expect, type Page } from '@playwright/test';

import { networkLine } from './screen.ts';

/** Copies the code that is on screen with the button, and reads it from the clipboard. */
export const copyCode = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Copy code' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
};

/** From the invite dialog. The dialog stays open and waits for the answer. */
export const inviteByCode = async (page: Page): Promise<string> => {
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Invite people' }).click();
  await page.getByRole('button', { name: 'Invite by code' }).click();
  return copyCode(page);
};

const openFromNetwork = async (page: Page): Promise<void> => {
  await networkLine(page).click();
  await page.getByRole('dialog', { name: 'Network' }).getByRole('button', { name: 'Connect by code' }).click();
};

/** From the network view, for another member. */
export const offerCode = async (page: Page): Promise<string> => {
  await openFromNetwork(page);
  await page.getByRole('button', { name: /^Make a code/ }).click();
  return copyCode(page);
};

/** From the network view. Resolves with the answer; the dialog stays open and waits. */
export const answerCode = async (page: Page, offer: string): Promise<string> => {
  await openFromNetwork(page);
  await page.getByRole('button', { name: /^Answer a code/ }).click();
  await page.getByLabel('Their code').fill(offer);
  await page.getByRole('button', { name: 'Make the answer' }).click();
  return copyCode(page);
};

/** After the confirmation of a code that invites is on screen. */
export const confirmByCode = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Join community' }).click();
  return copyCode(page);
};

export const giveAnswer = async (page: Page, answer: string): Promise<void> => {
  await page.getByLabel('Their answer').fill(answer);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
};

/** Both sides say so; resolves when the dialog is closed again. */
export const seeConnected = async (page: Page): Promise<void> => {
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('You are connected');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
