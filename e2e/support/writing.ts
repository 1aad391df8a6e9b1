/** What people write with marks, and how it is seen. */
import { expect, type Locator, type Page } from '@playwright/test';

export const suggestions = (page: Page, name = 'People and roles'): Locator => page.getByRole('listbox', { name });

/** Types as a person does, so that what is offered can come. */
export const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text, { delay: 20 });

export const send = (page: Page): Promise<void> => page.keyboard.press('Enter');

/** Opens the picker from the composer. */
export const openPicker = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Choose an emoji' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Choose an emoji' });
  await expect(dialog.getByRole('gridcell').first()).toBeVisible();
  return dialog;
};

/** Scrolls from the newest message to the first. @returns how many were drawn, and how many stood out of the column */
export const readEverything = async (page: Page): Promise<{ seen: number; tooWide: string[] }> => {
  const seen = new Set<string>();
  const tooWide = new Set<string>();
  const begin = page.getByRole('heading', { name: /^(This is the|The) beginning of/ });
  for (let step = 0; step < 400; step += 1) {
    // the last of them may come between two looks
    const isBeginning = await begin.isVisible();
    const found = await page.evaluate(lookAndGoUp);
    for (const id of found.ids) seen.add(id);
    for (const row of found.wide) tooWide.add(row);
    if (!found.isAtTop) continue;
    if (isBeginning) break;
    const hasMore = async (): Promise<boolean> =>
      (await begin.isVisible()) || (await page.evaluate(idOfFirst)) !== found.ids[0];
    await expect.poll(hasMore, { intervals: [30] }).toBe(true);
  }
  return { seen: seen.size, tooWide: [...tooWide] };
};

/** Runs in the page. */
const idOfFirst = (): string => document.querySelector<HTMLElement>('[data-testid="message"]')?.dataset['roving'] ?? '';

/** Runs in the page. */
const lookAndGoUp = (): { ids: string[]; wide: string[]; isAtTop: boolean } => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-testid="message"]')];
  const box = rows[0]?.closest<HTMLElement>('.scroll');
  const edge = box?.getBoundingClientRect().right ?? 0;
  const wide = rows.filter(
    (row) => row.getBoundingClientRect().right > edge + 1 || row.scrollWidth > row.clientWidth + 1,
  );
  const isAtTop = (box?.scrollTop ?? 0) === 0;
  if (box !== null && box !== undefined) box.scrollTop = Math.max(0, box.scrollTop - 20_000);
  return {
    ids: rows.map((row) => row.dataset['roving'] ?? ''),
    wide: wide.map((row) => (row.textContent ?? '').slice(0, 80)),
    isAtTop,
  };
};
