/** How screens look. With HOLDFAST_PICTURES=1 pictures of all of them, for people to look at, are in test-results. */
import type { Page, TestInfo } from '@playwright/test';

import { COLOUR_RULES, violationsOn } from './axe.ts';
import { expect } from './test.ts';

const WIDTHS = [900, 1280, 1920];
const isPictured = process.env['HOLDFAST_PICTURES'] !== undefined;

const THEMES = ['light', 'dark'] as const;

/** At three widths nothing is wider than the window, and axe finds nothing, in light and dark; pictures if they are wished for. */
export const look = async (page: Page, name: string, testInfo: TestInfo): Promise<void> => {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    if (isPictured) await picture(page, `${name}-${width}`, testInfo);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${name} at ${width} px is wider than the window`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await expectAccessible(page, name);
  await setTheme(page, 'dark');
  expect(await violationsOn(page, { rules: COLOUR_RULES }), `axe on ${name} in the dark`).toEqual([]);
  await setTheme(page, 'light');
};

export const expectAccessible = async (page: Page, name: string): Promise<void> =>
  expect(await violationsOn(page), `axe on ${name}`).toEqual([]);

const picture = async (page: Page, name: string, testInfo: TestInfo): Promise<void> => {
  for (const theme of THEMES) {
    await setTheme(page, theme);
    await page.screenshot({ path: testInfo.outputPath(`${name}-${theme}.png`), animations: 'disabled' });
  }
  await setTheme(page, 'light');
};

/** Colours may take a moment to change. */
const setTheme = async (page: Page, colorScheme: (typeof THEMES)[number]): Promise<void> => {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished));
  });
};
