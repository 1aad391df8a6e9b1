import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';

import { effect, GENERAL, KELP, message, messages, wave } from '../../shared/testing/projection-cast.ts';
import { searchContract } from '../../shared/testing/search-contract.ts';
import { createChunkBounds } from './chunk-bounds.ts';
import { openDatabase } from './database.ts';
import { createDexieProjection } from './dexie-projection.ts';
import { createDexieQueries } from './dexie-queries.ts';
import { createDexieSearch } from './dexie-search.ts';

/** So that a few messages make several runs. */
const SMALL = { gathered: 60, entries: 20, worth: 10, fan: 3, largest: 400 };

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

  test('what is much is not left for the next start to read when it is quiet, and what is little is', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 9));
    await first.search.rest();
    expect(await first.database.searchRuns.count()).toBe(0);
    await first.projection.putMessages(messages(9, 18));
    await first.search.rest();
    expect(await first.database.searchRuns.count()).toBe(1);
    expect(await first.database.searchLog.count()).toBe(0);
    const second = start();
    expect((await second.search.search(query)).hits).toHaveLength(18);
  });

  test('what was changed is read from the log, also far apart with much that was changed between', async () => {
    const first = start();
    const said = messages(0, 1_300);
    await first.projection.putMessages(said);
    await first.projection.putEffects(said.map((one, n) => effect(one, n, wave)));
    await first.search.rest();
    const ends = [said[0], said[1_299]].filter((one) => one !== undefined);
    const edits = ends.map((one, n) => effect(one, 2_000 + n, { kind: 'edit', text: 'now flood' }));
    for (const edit of edits) await first.projection.putEffects([edit]);
    expect(await first.database.searchLog.count()).toBe(2);
    const second = start();
    await second.search.settled();
    expect((await second.search.search({ ...query, words: 'flood' })).hits).toHaveLength(2);
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

  /** In each part of the index one bit is not as it was written. */
  const flipBits = async (database: ReturnType<typeof openDatabase>): Promise<void> => {
    for (const table of [database.searchBlocks, database.searchPages]) {
      await table.toCollection().modify((row) => void (row.bytes[0] = (row.bytes[0] ?? 0) ^ 1));
    }
  };
  const foundTexts = async ({ search }: ReturnType<typeof openSearch>): Promise<string[]> => {
    const { hits, incomplete } = await search.search(query);
    expect(incomplete).toBeUndefined();
    return hits.map(({ message: { text } }) => text);
  };

  test('damage that is met while words are taken out makes the index anew', async () => {
    const reports: string[] = [];
    const app = start(reports);
    await app.projection.putMessages(messages(0, 300));
    await app.search.settled();
    await flipBits(app.database);
    await app.projection.putMessages([message(77, { text: '' })]);
    await app.search.settled();
    expect(reports).toEqual(['taking words out of the search index']);
    expect(await foundTexts(app)).toHaveLength(299);
  });

  test('damage that is met while runs are merged makes the index anew', async () => {
    const reports: string[] = [];
    const app = start(reports);
    for (const from of [0, 60]) await app.projection.putMessages(messages(from, from + 60));
    await app.search.settled();
    expect(await app.database.searchRuns.count()).toBe(2);
    await flipBits(app.database);
    await app.projection.putMessages(messages(120, 180));
    await app.search.settled();
    expect(reports).toEqual(['merging the search index']);
    expect(await foundTexts(app)).toHaveLength(180);
  });

  test('damage that is met after a start, while the log is read, makes the index anew', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 300));
    await first.search.settled();
    await flipBits(first.database);
    // noted in the log; the app ends before its index hears of it
    await createDexieProjection(first.database).putMessages([message(77, { text: '' })]);
    const reports: string[] = [];
    const second = start(reports);
    await second.search.settled();
    expect(reports).toEqual(['reading what is not in the search index']);
    expect(await foundTexts(second)).toHaveLength(299);
  });

  test('an opening that was replaced while it read the log writes nothing any more', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 2_000));
    // an app that goes on writing beside the next one is another story
    await first.search.settled();
    await first.database.meta.delete('search');
    const { database, search } = start();
    const isFirstRun = new Promise<void>((resolve) => {
      database.searchRuns.hook('creating', () => resolve());
    });
    await isFirstRun;
    while ((await database.searchBlocks.count()) === 0) await database.searchRuns.count();
    await flipBits(database);
    // now it is found damaged, and made anew
    expect((await search.search(query)).incomplete?.done).toBeLessThan(1_000);
    await search.settled();
    const docs = (await database.searchRuns.toArray()).reduce((sum, run) => sum + run.docs, 0);
    expect(docs).toBeLessThanOrEqual(2_000);
    expect(docs).toBeGreaterThan(1_900);
    expect((await search.search({ ...query, limit: 3_000 })).hits).toHaveLength(2_000);
  });

  test('whatever ends the app after messages were cleared, no word of them stays', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 300));
    await first.search.settled();
    expect(await first.database.searchRuns.count()).toBeGreaterThan(0);
    // the app ends before its index hears of it
    await createDexieProjection(first.database).clear();
    const second = start();
    await second.search.settled();
    expect(await second.database.searchRuns.count()).toBe(0);
    expect(await second.database.searchBlocks.count()).toBe(0);
  });

  test('an index that could not be opened keeps nothing else from going on, and is opened with the next search', async () => {
    const first = start();
    await first.projection.putMessages(messages(0, 250));
    await first.search.settled();
    const database = openDatabase();
    database.close();
    const reports: string[] = [];
    const search = createDexieSearch(database, createChunkBounds(database), (what) => void reports.push(what), SMALL);
    await search.told([{ entry: 1, kind: 'said', docs: [] }]);
    await search.cleared();
    await expect(search.search(query)).rejects.toThrow('Database has been closed');
    expect(new Set(reports)).toEqual(new Set(['opening the search index']));
    await database.open();
    await search.search(query);
    await search.settled();
    expect(await foundTexts({ ...first, search })).toHaveLength(250);
    database.close();
  });

  test('all edits of a channel are read, however many there are', async () => {
    const first = start();
    const said = messages(0, 600);
    await first.projection.putMessages(said);
    await first.projection.putEffects(
      said.map((one, n) => effect(one, n, { kind: 'edit', text: `message, now flood ${n}` })),
    );
    await first.database.meta.delete('search');
    const second = start();
    await second.search.settled();
    const { hits } = await second.search.search({ ...query, words: 'flood' });
    expect(hits).toHaveLength(600);
  });

  test('words that are purged while the log is read are not stored again', async () => {
    const first = start();
    const isSecret = (n: number): boolean => n % 50 === 7;
    const said = Array.from({ length: 1_000 }, (_, n) =>
      message(n, { text: isSecret(n) ? `secret ${n}` : `tide ${n}` }),
    );
    await first.projection.putMessages(said);
    await first.database.meta.delete('search');
    const { database, projection, search } = start();
    for (const [n] of said.entries()) if (isSecret(n)) await projection.putMessages([message(n, { text: '' })]);
    await search.settled();
    const heads = await database.searchRuns.toArray();
    expect(heads.length).toBeGreaterThan(0);
    const parts = [...(await database.searchBlocks.toArray()), ...(await database.searchPages.toArray())];
    expect(parts.filter(({ bytes }) => Buffer.from(bytes).includes('secret'))).toEqual([]);
    expect(JSON.stringify(heads)).not.toContain('secret');
    expect((await search.search({ ...query, words: 'tide' })).hits).toHaveLength(980);
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
