/** What the page has stored, read from the browser's database itself and not from the screen. */
import type { Page } from '@playwright/test';
import * as Y from 'yjs';

import { createReader } from '../../shared/base/reader.ts';
import type { StoredRun } from '../../shared/ports/record-store.ts';

/** @returns the texts of all messages of all channels, in the order in which the timeline shows them */
export const storedTexts = async (page: Page): Promise<string[]> => {
  const rows = (await storedRows(page, 'chunks')) as { messages: { sortKey: string; text: string }[] }[];
  const messages = rows.flatMap((row) => row.messages);
  return messages.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)).map(({ text }) => text);
};

/** @returns the texts that were typed and not sent */
export const storedDrafts = async (page: Page): Promise<string[]> =>
  ((await storedRows(page, 'drafts')) as { text: string }[]).map(({ text }) => text);

/**
 * Rebuilds the segment documents with Yjs itself from what the page has stored.
 * @returns per document the number of records of each device's lane, and in how many rows they were stored
 */
export const storedDocuments = async (page: Page): Promise<{ lanes: number[]; rows: number }[]> => {
  const runs = (await storedRows(page, 'runs')) as StoredRun[];
  const documents = new Map<string, { document: Y.Doc; rows: number }>();
  for (const { channel, segment, frame } of runs) {
    const key = `${channel} ${segment}`;
    const held = documents.get(key) ?? { document: new Y.Doc({ gc: false }), rows: 0 };
    documents.set(key, { ...held, rows: held.rows + 1 });
    Y.applyUpdate(held.document, updateOf(frame));
  }
  return [...documents.values()].map(({ document, rows }) => ({
    lanes: [...document.share.keys()].map((device) => document.getArray(device).length),
    rows,
  }));
};

/** The Yjs update in a lane frame (docs/protocol.md): behind the channel, the segment and the device. */
const updateOf = (frame: Uint8Array): Uint8Array => {
  const reader = createReader(frame);
  reader.raw(32);
  reader.varuint();
  reader.raw(32);
  return reader.bytes(frame.length);
};

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
