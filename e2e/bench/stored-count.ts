/** Waits in the page itself, so that no round trip is in the time. */
import type { Page } from '@playwright/test';

const POLL_MS = 25;

/**
 * Resolves when the browser's database holds that many messages; they were fsynced by the host before.
 * @returns when, on the wall clock, at most 25 ms late
 */
export const storedCountReaches = (page: Page, count: number): Promise<number> =>
  page.evaluate(
    async ({ wanted, pollMs }) => {
      const settled = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error ?? new Error('the database did not answer'));
        });
      const database = await settled(indexedDB.open('holdfast'));
      for (;;) {
        const rows = await settled<{ count: number }[]>(database.transaction('counts').objectStore('counts').getAll());
        if (rows.reduce((sum, row) => sum + row.count, 0) >= wanted) break;
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      database.close();
      return Date.now();
    },
    { wanted: count, pollMs: POLL_MS },
  );
