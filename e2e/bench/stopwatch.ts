/**
 * Stopwatches inside pages. What happens is timed by the page in which it happens, on the wall clock of this machine, so
 * that Playwright's own way between us and the page is in no number.
 */
import type { JSHandle, Page } from '@playwright/test';

/** @property row when the row was in the document; @property frame the animation frame after it, when it can be painted */
export type Shown = { row: number; frame: number };

export type Stopwatch = {
  /** When Enter was last pressed, before the page heard of it. */
  enterAt: () => Promise<number>;
  /** When the button of that name was last clicked. */
  clickedAt: () => Promise<number>;
  /** Resolves when a row with that text has appeared, or had already. */
  shown: (text: string) => Promise<Shown>;
  /** The longest task of the main thread since the start, of those longer than 50 ms; otherwise 0. */
  longestTask: () => Promise<number>;
};

/** @param look CSS selectors of a message's row, and of the text in it */
export const startStopwatch = async (page: Page, look: { row: string; text: string }): Promise<Stopwatch> => {
  const inPage: JSHandle<InPage> = await page.evaluateHandle(install, look);
  return {
    enterAt: () => inPage.evaluate((watch) => watch.enterAt),
    clickedAt: () => inPage.evaluate((watch) => watch.clickedAt),
    shown: (text) => inPage.evaluate((watch, wanted) => watch.shown(wanted), text),
    longestTask: () => inPage.evaluate((watch) => watch.longestTask),
  };
};

type InPage = { enterAt: number; clickedAt: number; longestTask: number; shown: (text: string) => Promise<Shown> };

/** Runs in the page: uses nothing of this file. */
const install = (look: { row: string; text: string }): InPage => {
  // `performance.timeOrigin` may be off by what the system's clock was set since: take the offset at an edge of Date.now()
  const before = Date.now();
  let edge = before;
  while (edge === before) edge = Date.now();
  const offset = edge - performance.now();
  const now = (): number => offset + performance.now();

  const seen = new Map<string, Promise<Shown>>();
  const waiting = new Map<string, (shown: Promise<Shown>) => void>();
  const watch: InPage = {
    enterAt: 0,
    clickedAt: 0,
    longestTask: 0,
    shown: (text) => seen.get(text) ?? new Promise((resolve) => void waiting.set(text, resolve)),
  };
  const note = (text: string, row: number): void => {
    if (seen.has(text)) return;
    const shown = new Promise<Shown>((resolve) => {
      requestAnimationFrame(() => resolve({ row, frame: now() }));
    });
    seen.set(text, shown);
    waiting.get(text)?.(shown);
    waiting.delete(text);
  };
  const noteRows = (node: Node, at: number): void => {
    if (!(node instanceof Element)) return;
    const rows = node.matches(look.row) ? [node] : node.querySelectorAll(look.row);
    for (const row of rows) note(row.querySelector(look.text)?.textContent ?? '', at);
  };
  new MutationObserver((changes) => {
    const at = now();
    for (const { addedNodes } of changes) for (const node of addedNodes) noteRows(node, at);
  }).observe(document, { subtree: true, childList: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.longestTask = Math.max(watch.longestTask, duration);
  }).observe({ type: 'longtask' });
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') watch.enterAt = now();
  };
  window.addEventListener('keydown', onEnter, { capture: true });
  window.addEventListener('click', () => (watch.clickedAt = now()), { capture: true });
  return watch;
};
