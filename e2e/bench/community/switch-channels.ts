/** Opens one channel after another and times, in the page, until the next one's messages can be painted. */
import type { Page } from '@playwright/test';

/** @returns milliseconds of each, from the click to the beginning of the frame in which its messages are painted */
export const switchChannels = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const rowsOnScreen = (): string[] =>
      [...document.querySelectorAll<HTMLElement>('[data-testid="timeline"] [data-sort]')].map(
        (row) => row.dataset['sort'] ?? '',
      );
    const channels = [...document.querySelectorAll<HTMLElement>('.channels .channel')].filter(
      (one) => one.getAttribute('aria-current') === null,
    );
    const times: number[] = [];
    for (const channel of channels) {
      const before = new Set(rowsOnScreen());
      const clickedAt = performance.now();
      channel.click();
      for (let isThere = false; !isThere;) {
        await nextFrame();
        const rows = rowsOnScreen();
        isThere = rows.length > 0 && !rows.some((row) => before.has(row));
        if (performance.now() - clickedAt > 10_000) throw new Error('a channel did not come');
      }
      // it was drawn before the frame in which it was seen here began painting
      times.push((await nextFrame()) - clickedAt);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return times;
  });
