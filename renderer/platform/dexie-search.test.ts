import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';

import { GENERAL, KELP, message, messages } from '../../shared/testing/projection-cast.ts';
import { searchContract } from '../../shared/testing/search-contract.ts';
import { createChunkBounds } from './chunk-bounds.ts';
import { openDatabase } from './database.ts';
import { createDexieProjection } from './dexie-projection.ts';
import { createDexieQueries } from './dexie-queries.ts';
import { createDexieSearch } from './dexie-search.ts';

/** So that a few messages make several runs. */
const SMALL = { gathered: 60, entries: 20, fan: 3, largest: 400 };

const openSearch = (reports: string[] = []) => {
  const database = openDatabase();
  const bounds = createChunkBounds(database);
  const search = createDexieSearch(database, bounds, (what) => void reports.push(what), SMALL);
  const projection = createDexieProjection(database, { bounds, feed: search });
  return { database, search, projection };
};

searchContract('Dexie', async () => {
  const { database, search, projection } = openSearch();
  return {
    projection,
    queries: createDexieQueries(database),
    search: search.search,
    settled: search.settled,
    dispose: () => database.delete(),
  };
});

describe('the search index in Dexie', () => {
  let open: ReturnType<typeof openSearch>[] = [];
  const start = (reports?: string[]) => {
    const started = openSearch(reports);
    open.push(started);
    return started;
  };
  afterEach(async () => {
    for (const { search } of open) await search.settled();
    for (const { database } of open) database.close();
    await open[0]?.database.delete();
    open = [];
  });
  const query = { community: KELP, words: 'message', limit: 1_000 };

  test('after a start what was only gathered in memory is found again', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 250));
    const second = start();
    await second.search.settled();
    expect((await second.search.search(query)).hits).toHaveLength(250);
  });

  test('a missing or older index is made anew from what is stored, and search says so meanwhile', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 500));
    await first.search.settled();
    await first.database.meta.delete('search');
    await first.database.searchRuns.clear();
    await first.database.searchLog.clear();
    const second = start();
    const early = await second.search.search(query);
    expect(early.incomplete?.of).toBe(500);
    await second.search.settled();
    const late = await second.search.search(query);
    expect(late.incomplete).toBeUndefined();
    expect(late.hits).toHaveLength(500);
  });

  test('a damaged index is noticed, told, and made anew', async () => {
    const reports: string[] = [];
    const { database, projection, search } = start(reports);
    const many = Array.from({ length: 300 }, (_, n) => message(n, { text: `tide ${n}` }));
    await projection.putMessages(many);
    await search.settled();
    const [block] = await database.searchBlocks.toArray();
    if (block === undefined) throw new Error('nothing was written');
    await database.searchBlocks.toCollection().modify((row) => void (row.bytes = row.bytes.slice(0, 100)));
    const found = await search.search({ community: KELP, words: 'tide 77', channels: [GENERAL], limit: 5 });
    expect(reports).toContain('reading the search index');
    expect(found.hits.length + (found.incomplete?.of ?? 0)).toBeGreaterThan(0);
    await search.settled();
    const again = await search.search({ community: KELP, words: '"tide 77"', channels: [GENERAL], limit: 5 });
    expect(again.hits.map((hit) => hit.message.text)).toEqual(['tide 77']);
  });

  test('words of a message whose bytes went are not in the database any more', async () => {
    const { database, projection, search } = start();
    const many = Array.from({ length: 300 }, (_, n) => message(n, { text: n === 77 ? 'secretword' : `tide ${n}` }));
    await projection.putMessages(many);
    await search.settled();
    const isStored = async (): Promise<boolean> => {
      const parts = [...(await database.searchBlocks.toArray()), ...(await database.searchPages.toArray())];
      return parts.some(({ bytes }) => Buffer.from(bytes).includes('secretword'));
    };
    expect(await isStored()).toBe(true);
    await projection.putMessages([message(77, { text: '' })]);
    await search.settled();
    expect(await isStored()).toBe(false);
  });
});
