/** What the page has stored, read from the browser's database itself and not from the screen. */
import type { Page } from '@playwright/test';

/** @returns the texts of all messages of all channels, in the order in which the timeline shows them */
export const storedTexts = async (page: Page): Promise<string[]> => {
  const rows = (await storedRows(page, 'chunks')) as { messages: { sortKey: string; text: string }[] }[];
  const messages = rows.flatMap((row) => row.messages);
  return messages.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)).map(({ text }) => text);
};

/** @returns the texts that were typed and not sent */
export const storedDrafts = async (page: Page): Promise<string[]> =>
  ((await storedRows(page, 'drafts')) as { text: string }[]).map(({ text }) => text);

const storedRows = (page: Page, table: string): Promise<unknown[]> =>
  page.evaluate(async (name) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('the database did not answer'));
      });
    const database = await settled(indexedDB.open('holdfast'));
    const rows: unknown[] = await settled(database.transaction(name).objectStore(name).getAll());
    database.close();
    return rows;
  }, table);
