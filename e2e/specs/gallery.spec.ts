/**
 * Every view in every look, from scenes and without peers: axe finds nothing, nothing is wider than the window, nothing is
 * asked of the network and no policy is broken. With HOLDFAST_SHOTS=DIR pictures at three widths are in DIR, for people.
 */
import { join } from 'node:path';

import { type Browser, chromium, expect, type Page, test } from '@playwright/test';

import { EXHIBITS } from '../../renderer/showroom/exhibits.ts';
import { LOOKS } from '../../renderer/showroom/looks.ts';
import { settingWords } from '../../renderer/ui/setting-words.ts';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { buildShowroom, serveShowroom } from '../../scripts/showroom.mjs';
import { COLOUR_RULES, violationsOn } from '../support/axe.ts';
import { BROWSER_FLAGS } from '../support/browser-flags.ts';

const OWN_WIDTHS = new Map(EXHIBITS.map(({ name, width }) => [name, width]));
const NAMES = ['primitives', ...EXHIBITS.map(({ name }) => name)].filter((name) =>
  name.includes(process.env['HOLDFAST_EXHIBIT'] ?? ''),
);
const WIDTHS = [900, 1280, 1920];
/** Also as zoomed to 200 % and more. */
const NARROW = [900, 700, 560, 400];
/** Views in which much is placed by hand or moves to the side. */
const MIRRORED = new Set([
  'harbour',
  'news',
  'thread',
  'message-menu',
  'card',
  'place-menu',
  'emoji-write',
  'inbox',
  'mentioning',
  'switcher',
  'settings-appearance',
  'community-roles',
  'search-found',
  'network',
  'first-start',
  'hostile',
  'panel-members',
  'panel-places',
]);
/** What lies under a dialog or a sheet has an exhibit of its own. */
const COVERS = 'dialog[open], .popover, .side-panel';
const SHOTS = process.env['HOLDFAST_SHOTS'];
/** The light and the dark one in every run; all of them for pictures, and with HOLDFAST_SLOW=1. */
const isSlow = SHOTS !== undefined || process.env['HOLDFAST_SLOW'] !== undefined;
const LOOKED = Object.entries(LOOKS).slice(0, isSlow ? undefined : 2);

let browser: Browser;
let page: Page;
let problems: string[];
let showroom: { url: string; close: () => void };

/** All exhibits are shown in one page, one after the other: opening it is what takes longest. */
test.beforeAll(async () => {
  test.setTimeout(5 * 60_000);
  await buildShowroom();
  showroom = await serveShowroom(0);
  const found = await findBrowser();
  browser = await chromium.launch({
    args: BROWSER_FLAGS,
    ...(found === undefined ? {} : { executablePath: found.path }),
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  problems = watched(page);
  await page.goto(`${showroom.url}/?motion=reduced#exhibit=primitives`);
});

test.afterAll(async () => {
  await browser.close();
  showroom.close();
});

/** @returns what the page complained of, or asked others for */
const watched = (page: Page): string[] => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(showroom.url) || request.url().startsWith('blob:');
    if (!isOwn) problems.push(`asked for ${request.url()}`);
  });
  return problems;
};

const openExhibit = async (name: string, dir: 'ltr' | 'rtl' = 'ltr'): Promise<void> => {
  await page.evaluate((asked) => {
    delete document.documentElement.dataset['shown'];
    location.hash = asked;
  }, `exhibit=${name}&dir=${dir}`);
  await expect(page.locator(`html[data-shown="${name}"]`), problems.join('\n')).toBeAttached();
  await expect(page.locator('#app > *').first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
};

/** As the preferences would, without opening the page again for each. */
const show = ({ theme, contrast = '' }: { theme: string; contrast?: string }): Promise<void> =>
  page
    .evaluate((marks) => Object.assign(document.documentElement.dataset, marks), { theme, contrast })
    .then(() => undefined);

const picture = async (name: string, look: string, widths: readonly number[]): Promise<void> => {
  if (SHOTS === undefined) return;
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({
      path: join(SHOTS, `${name}-${width}-${look.replaceAll(/\W+/g, '-')}.png`),
      animations: 'disabled',
    });
  }
};

const sheetsOutside = (): Promise<string[]> =>
  page.locator('.popover').evaluateAll((sheets) =>
    sheets.flatMap((sheet) => {
      const { left, right } = sheet.getBoundingClientRect();
      return left < 0 || right > window.innerWidth ? [`${sheet.ariaLabel}: ${left} to ${right}`] : [];
    }),
  );

const expectNoOverflow = async (own: number | undefined): Promise<void> => {
  for (const width of NARROW.filter((each) => each <= (own ?? each))) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `wider than a window of ${width} px`).toBeLessThanOrEqual(0);
    // placed by hand, and no part of the page's width
    await expect.poll(sheetsOutside, { message: `a sheet leaves a window of ${width} px` }).toEqual([]);
  }
};

for (const name of NAMES) {
  test(`${name} passes in every look`, async () => {
    problems.length = 0;
    const own = OWN_WIDTHS.get(name);
    await page.setViewportSize({ width: own ?? 1280, height: 800 });
    await openExhibit(name);
    await expectNoOverflow(own);
    for (const [look, marks] of LOOKED) {
      await show(marks);
      await picture(name, look, own === undefined ? WIDTHS : [own]);
      await page.setViewportSize({ width: own ?? 1280, height: 800 });
      const rules = look === 'light' ? {} : { rules: COLOUR_RULES };
      expect(await violationsOn(page, { within: COVERS, ...rules }), `axe, ${look}`).toEqual([]);
    }
    expect(problems).toEqual([]);
  });
}

for (const name of NAMES.filter((one) => MIRRORED.has(one))) {
  test(`${name} fits into a mirrored window`, async () => {
    problems.length = 0;
    const own = OWN_WIDTHS.get(name);
    await page.setViewportSize({ width: own ?? 1280, height: 800 });
    await openExhibit(name, 'rtl');
    await expectNoOverflow(own);
    expect(problems).toEqual([]);
  });
}

test('a menu begins at its button, on the side where reading begins', async () => {
  for (const dir of ['ltr', 'rtl'] as const) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openExhibit('community-menu', dir);
    const edges = await page.evaluate(
      (side) =>
        ['.channels-menu', '.popover'].map((part) => document.querySelector(part)?.getBoundingClientRect()[side]),
      dir === 'ltr' ? ('left' as const) : ('right' as const),
    );
    expect(Math.abs((edges[0] ?? 0) - (edges[1] ?? 1_000)), `${dir}: ${edges.join(' ')}`).toBeLessThanOrEqual(8);
  }
});

test('every setting that can be looked for stands in its section, and gets focus', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openExhibit('settings-profile');
  const box = page.getByRole('combobox', { name: 'Find a setting' });
  for (const [name, [label]] of Object.entries(settingWords.settings)) {
    await box.fill(label);
    await page.getByRole('option', { name: label, exact: true }).first().click();
    await expect(page.locator(`[data-setting="${name}"]:focus-within`), name).toBeVisible();
  }
});
