/** What the bench of search does inside a real browser: Holdfast's index on its database, and two libraries in memory. */
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';

import { createChunkBounds } from '../../../renderer/platform/chunk-bounds.ts';
import { openDatabase } from '../../../renderer/platform/database.ts';
import { createDexieProjection } from '../../../renderer/platform/dexie-projection.ts';
import { createDexieSearch } from '../../../renderer/platform/dexie-search.ts';
import { NO_FEED } from '../../../renderer/platform/search-feed.ts';
import type { SearchQuery } from '../../../shared/ports/search.ts';
import { channelAt, TOWN, townMessages } from './town.ts';

const PART = 1_000;

const report = (what: string, error: unknown): void => console.error(what, error);

const openAll = () => {
  const database = openDatabase();
  const bounds = createChunkBounds(database);
  return { database, bounds, search: createDexieSearch(database, bounds, report) };
};

let opened: ReturnType<typeof openAll> | undefined;
const holdfast = () => (opened ??= openAll());

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

let library: ((words: string) => number) | undefined;

const bench = {
  /** Stores messages. @returns milliseconds, without making up what people say */
  fill: async (count: number, isIndexed: boolean): Promise<number> => {
    const { database, bounds, search } = isIndexed
      ? holdfast()
      : { database: openDatabase(), bounds: undefined, search: undefined };
    const parts = { bounds: bounds ?? createChunkBounds(database), feed: search ?? NO_FEED };
    const projection = createDexieProjection(database, parts);
    let spent = 0;
    for (const part of townMessages(count, PART)) spent += await timed(() => projection.putMessages(part));
    if (search !== undefined) spent += await timed(search.settled);
    return spent;
  },
  /** What opens with the page until everything can be found. */
  open: (): Promise<number> => timed(() => holdfast().search.settled()),
  rebuild: async (): Promise<number> => {
    await holdfast().database.meta.delete('search');
    holdfast().database.close();
    opened = undefined;
    return timed(() => holdfast().search.settled());
  },
  ask: async (words: readonly string[], isInChannel: boolean): Promise<{ ms: number[]; hits: number }> => {
    const ms: number[] = [];
    let hits = 0;
    const where: Partial<SearchQuery> = isInChannel ? { channels: [channelAt(7)] } : {};
    for (const one of words) {
      ms.push(
        await timed(async () => {
          hits += (await holdfast().search.search({ community: TOWN, words: one, limit: 20, ...where })).hits.length;
        }),
      );
    }
    return { ms, hits };
  },
  sizes: async () => {
    const { database } = holdfast();
    const runs = await database.searchRuns.toArray();
    let bytes = 0;
    for (const table of [database.searchBlocks, database.searchPages])
      await table.each((row) => void (bytes += row.bytes.length));
    const { usage } = await navigator.storage.estimate();
    return { runs: runs.map(({ docs }) => docs), indexBytes: bytes, storageBytes: usage };
  },
  /** Puts the same messages into a library. @returns milliseconds, without making up what people say */
  fillLibrary: async (name: 'MiniSearch' | 'FlexSearch', count: number): Promise<number> => {
    const mini = new MiniSearch({ fields: ['text'], searchOptions: { combineWith: 'AND' } });
    const flex = new Index({ tokenize: 'strict' });
    let spent = 0;
    let n = 0;
    for (const part of townMessages(count, PART)) {
      const texts = part.map(({ text }) => ({ id: n++, text }));
      spent += await timed(async () => {
        for (const { id, text } of texts) {
          if (name === 'MiniSearch') mini.add({ id, text });
          else flex.add(id, text);
        }
      });
    }
    library = (words) =>
      name === 'MiniSearch'
        ? mini.search(words.trim(), { prefix: !words.endsWith(' ') }).slice(0, 20).length
        : flex.search(words.trim(), { limit: 20 }).length;
    return spent;
  },
  askLibrary: async (words: readonly string[]): Promise<{ ms: number[]; hits: number }> => {
    const ms: number[] = [];
    let hits = 0;
    for (const one of words) ms.push(await timed(async () => void (hits += library?.(one) ?? 0)));
    return { ms, hits };
  },
};
export type SearchBench = typeof bench;
Object.assign(window, { searchBench: bench });
