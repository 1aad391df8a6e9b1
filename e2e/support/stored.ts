/** What the page has stored, read from the browser's database itself and not from the screen. */
import type { Page } from '@playwright/test';
import * as Y from 'yjs';

import type { MessageChunk } from '../../renderer/platform/database.ts';
import { messagesIn } from '../../renderer/platform/packed-messages.ts';
import { createReader } from '../../shared/base/reader.ts';
import { framesOf } from '../../shared/lanes/lane-page.ts';

/** @returns the texts of all messages of all channels, in the order in which the timeline shows them */
export const storedTexts = async (page: Page): Promise<string[]> => {
  const messages = ((await storedRows(page, 'chunks')) as MessageChunk[]).flatMap(messagesIn);
  return messages.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)).map(({ text }) => text);
};

/** @returns the texts that were typed and not sent */
export const storedDrafts = async (page: Page): Promise<string[]> =>
  ((await storedRows(page, 'drafts')) as { text: string }[]).map(({ text }) => text);

/**
 * Rebuilds the segment documents with Yjs itself from what the page has stored.
 * @returns per document the number of records of each device's lane; and in how many pages all of them are stored
 */
export const storedDocuments = async (page: Page): Promise<{ lanes: number[]; pages: number }> => {
  const pages = (await page.evaluate(readPages)).map((bytes) => Uint8Array.from(bytes));
  const documents = new Map<string, Y.Doc>();
  for (const frame of pages.flatMap((page) => framesOf(page) ?? [])) {
    const { key, update } = updateOf(frame);
    const document = documents.get(key) ?? new Y.Doc({ gc: false });
    documents.set(key, document);
    Y.applyUpdate(document, update);
  }
  const lanes = [...documents.values()].flatMap((document) =>
    [...document.share.keys()].map((device) => document.getArray(device).length),
  );
  return { lanes, pages: pages.length };
};

/** Runs in the page: pages of the database, and of the file beside it. */
const readPages = async (): Promise<number[][]> => {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('the database did not answer'));
    });
  const database = await settled(indexedDB.open('holdfast'));
  type Row = { bytes?: Uint8Array; place?: { at: number; length: number } };
  const rows = await settled<Row[]>(database.transaction('pages').objectStore('pages').getAll());
  database.close();
  const root = await navigator.storage.getDirectory();
  const file = await (await root.getFileHandle('records')).getFile();
  const read = async ({ at, length }: { at: number; length: number }): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(at, at + length).arrayBuffer());
  return Promise.all(
    rows.map(async ({ bytes, place }) => [...(place === undefined ? (bytes ?? []) : await read(place))]),
  );
};

/** The Yjs update in a lane frame (docs/protocol.md): behind the channel, the segment and the device. */
const updateOf = (frame: Uint8Array): { key: string; update: Uint8Array } => {
  const reader = createReader(frame);
  const channel = reader.raw(32).join('.');
  const segment = reader.varuint();
  reader.raw(32);
  return { key: `${channel} ${segment}`, update: reader.bytes(frame.length) };
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
