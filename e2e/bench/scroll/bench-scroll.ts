/** `--only scroll`: the app in a channel with a million messages. The wheel, a jump into the middle, and back to the newest. */
import { expect, type Page } from '@playwright/test';

import { joinCommunity, message } from '../../support/screen.ts';
import { type Smoothness, watchFrames } from '../frame-watch.ts';
import { founderOf, personIn, withWorld } from '../holdfast-bench.ts';
import { bundle } from '../one-page.ts';
import { say } from '../progress.ts';
import { TOWN_STEP_MS } from '../search/town.ts';
import { round } from '../summary.ts';
import type { ScrollBench } from './fill-page.ts';

/** Really sent and received: the community, its channel and one member have to be the core's own. */
const SENT = 50;
const PASSED = 20_000;
const PASSED_IN_THE_MIDDLE = 5_000;
const STUCK_MS = 20_000;
/** Pixels of one turn of the wheel. */
const TURN = 1_200;

type With = { scrollBench: ScrollBench };
type Scrolled = Smoothness & { messages: number; seconds: number };

export const benchScroll = (messages: number) =>
  withWorld(async (world) => {
    const founder = await founderOf(world, SENT);
    const { page, host } = await personIn(world, 'newcomer');
    await joinCommunity(page, 'Bob', founder.invite);
    await expect(message(page, founder.newest)).toBeVisible();
    say(`filling the browser's database with ${messages} messages`);
    const middle = await fill(page, host.origin, messages);
    say('opening the app, and scrolling');
    const opened = Date.now();
    await page.goto(host.origin);
    await expect(page.getByTestId('message').first()).toBeVisible({ timeout: 60_000 });
    const openedMs = Date.now() - opened;
    await inView(page, 'That was it.');
    const up = await scroll(page, -TURN, PASSED);
    say('into the middle, and from there');
    const down = await watchFrames(page, () => toNewest(page));
    const jump = await watchFrames(page, async () => {
      await page.locator('.answer').last().click();
      await inView(page, middle);
    });
    const middleUp = await scroll(page, -TURN, PASSED_IN_THE_MIDDLE);
    const middleDown = await scroll(page, TURN, PASSED_IN_THE_MIDDLE);
    const back = await watchFrames(page, () => toNewest(page));
    return { messages, unit: 'ms', openedMs, up, down, jump, middleUp, middleDown, back };
  });

/** A page without the app, of the same origin. */
const fill = async (page: Page, origin: string, messages: number): Promise<string> => {
  await page.route('**/bench-fill', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(`${origin}/bench-fill`);
  await page.addScriptTag({ content: await bundle(new URL('./fill-page.ts', import.meta.url)) });
  return page.evaluate((count) => (window as unknown as With).scrollBench.fill(count), messages);
};

/** Not by its role and name, for which Playwright would have the page lay out every row that is out of sight, in one task. */
const toNewest = async (page: Page): Promise<void> => {
  await page.locator('.timeline-pill').last().click();
  await inView(page, 'That was it.');
};

/** Not by `expect`, which, while it waits, reads the whole page again and again in the page's own thread. */
const inView = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((said) => {
    const box = document.querySelector('[data-testid="timeline"]')?.getBoundingClientRect();
    const words = [...document.querySelectorAll('[data-testid="message"] .message-text')];
    const row = words.findLast((one) => one.textContent === said)?.getBoundingClientRect();
    return box !== undefined && row !== undefined && row.top < box.bottom && row.bottom > box.top;
  }, text);

/** Turns the wheel, as fast as the browser takes it, until so many messages have passed. */
const scroll = async (page: Page, turn: number, messages: number): Promise<Scrolled> => {
  const { x, y, width, height } = (await page.getByTestId('timeline').boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  await page.mouse.move(x + width / 2, y + height / 2);
  // past those that were really sent, which lie years after the others
  for (let at = 0; at < 10; at += 1) await page.mouse.wheel(0, turn);
  const from = await timeAtTop(page);
  const startedAt = performance.now();
  let passed = 0;
  let movedAt = startedAt;
  const smooth = await watchFrames(page, async () => {
    while (passed < messages) {
      for (let at = 0; at < 10; at += 1) await page.mouse.wheel(0, turn);
      const now = Math.abs((await timeAtTop(page)) - from) / TOWN_STEP_MS;
      if (now > passed) movedAt = performance.now();
      else if (performance.now() - movedAt > STUCK_MS) throw new Error(`scrolling ends after ${passed} messages`);
      passed = now;
    }
  });
  return { messages: passed, seconds: round((performance.now() - startedAt) / 1_000), ...smooth };
};

/** When the uppermost message on screen was sent: its sort key begins with that. */
const timeAtTop = (page: Page): Promise<number> =>
  page.getByTestId('timeline').evaluate((box) => {
    const edge = box.getBoundingClientRect().top;
    const rows = [...box.querySelectorAll<HTMLElement>('[data-sort]')];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > edge);
    return Number.parseInt(row?.dataset['sort']?.slice(0, 12) ?? '', 16);
  });
