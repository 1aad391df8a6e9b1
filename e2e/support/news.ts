/** What is new, as people see it: marks in the lists, mentions, notifications. */
import { expect, type Locator, type Page } from '@playwright/test';

import { channelRow } from './governing.ts';

export const divider = (page: Page): Locator => page.getByTestId('divider');

export const inboxButton = (page: Page): Locator => page.getByRole('button', { name: /^Mentions/ });

export const openInbox = async (page: Page): Promise<Locator> => {
  await inboxButton(page).click();
  const inbox = page.getByRole('dialog', { name: 'Mentions' });
  await expect(inbox).toBeVisible();
  return inbox;
};

/** By Shift+F10 on its row. */
export const openChannelMenu = async (page: Page, name: string): Promise<Locator> => {
  await channelRow(page, name).focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
};

export type Notified = { title: string; body: string; tag: string };

/** From now on and over reloads: what the page asks the desktop to show. The browser still does it. */
export const watchNotifications = async (page: Page): Promise<void> => {
  const watch = (): void => {
    const shown: { title: string; options: NotificationOptions; notification: Notification }[] = [];
    const Real = window.Notification;
    class Watched extends Real {
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options);
        shown.push({ title, options, notification: this });
      }
    }
    Object.assign(window, { Notification: Watched, shownNotifications: shown });
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
};

type WithShown = { shownNotifications: { title: string; options: NotificationOptions; notification: Notification }[] };

export const notifications = (page: Page): Promise<Notified[]> =>
  page.evaluate(() =>
    (window as unknown as WithShown).shownNotifications.map(({ title, options }) => ({
      title,
      body: options.body ?? '',
      tag: options.tag ?? '',
    })),
  );

export const clickNotification = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const last = (window as unknown as WithShown).shownNotifications.at(-1);
    last?.notification.onclick?.(new Event('click'));
  });
