/**
 * What axe finds on a page. Its source goes into a page once: @axe-core/playwright puts it there each time, and opens a
 * second page for the result, which takes longer than looking.
 */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** `within`: only what these selectors match, if anything does; `rules`: of axe, all if it is left out. */
type Looked = { within?: string; rules?: string[] };

/** @returns each as its rule and the element */
export const violationsOn = async (page: Page, looked: Looked = {}): Promise<string[]> => {
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(axe.source);
  return page.evaluate(async ({ within, rules }) => {
    const parts = within === undefined ? [] : [...document.querySelectorAll<HTMLElement>(within)];
    const found = await window.axe?.run(parts.length > 0 ? { include: parts } : document, {
      resultTypes: ['violations'],
      ...(rules === undefined ? {} : { runOnly: rules }),
    });
    if (found === undefined) throw new Error('axe is not on the page');
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  }, looked);
};

/** Of what axe looks at these alone differ between light and dark. */
export const COLOUR_RULES = ['color-contrast'];
