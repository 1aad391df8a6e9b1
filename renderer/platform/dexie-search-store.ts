/** The parts of the search index in Dexie. */
import type { SearchStore } from '../../shared/ports/search-store.ts';
import { type Database, SEARCH_VERSION, type SearchLogRow } from './database.ts';

const VERSION_KEY = 'search';

export const createDexieSearchStore = (database: Database): SearchStore => {
  const { searchRuns, searchBlocks, searchPages, searchLog } = database;
  const parts = { blocks: searchBlocks, pages: searchPages };
  const all = [searchRuns, searchBlocks, searchPages, searchLog];
  return {
    heads: () => searchRuns.toArray(),
    read: async (kind, run, numbers) => {
      const rows = await parts[kind].bulkGet(numbers.map((number): [number, number] => [run, number]));
      return rows.map((row) => row?.bytes);
    },
    replace: ({ add, remove, done }) =>
      database.transaction('rw', all, async () => {
        if (add !== undefined) {
          const run = await searchRuns.add(add.head);
          for (const kind of ['blocks', 'pages'] as const) {
            await parts[kind].bulkAdd(add[kind].map((bytes, number) => ({ run, number, bytes })));
          }
        }
        for (const run of remove) {
          for (const table of [searchBlocks, searchPages])
            await table.where('[run+number]').between([run, 0], [run, Infinity]).delete();
        }
        await searchRuns.bulkDelete([...remove]);
        await searchLog.bulkDelete([...done]);
      }),
    rewrite: (run, changed) =>
      database.transaction('rw', all, async () => {
        if (changed.terms !== undefined) await searchRuns.update(run, { terms: changed.terms });
        for (const kind of ['blocks', 'pages'] as const) {
          await parts[kind].bulkPut([...changed[kind]].map(([number, bytes]) => ({ run, number, bytes })));
        }
      }),
  };
};

export const hasSearchIndex = async (database: Database): Promise<boolean> =>
  (await database.meta.get(VERSION_KEY))?.value === SEARCH_VERSION;

/** Within a transaction that has `meta`. An index that is there is not used any more, whatever happens next. */
export const disownSearchIndex = (database: Database): Promise<void> => database.meta.delete(VERSION_KEY);

/** Drops the index, and notes in the log that everything has to be read again, the newest first. */
export const beginSearchIndex = (database: Database): Promise<void> =>
  database.transaction(
    'rw',
    [
      database.searchRuns,
      database.searchBlocks,
      database.searchPages,
      database.searchLog,
      database.meta,
      database.chunks,
      database.effects,
    ],
    async () => {
      const { searchRuns, searchBlocks, searchPages, searchLog } = database;
      await Promise.all([searchRuns, searchBlocks, searchPages, searchLog].map((table) => table.clear()));
      const keys = await database.chunks.toCollection().primaryKeys();
      const newest = keys.sort(([, a], [, b]) => (a < b ? 1 : -1));
      // keys of that index are texts
      const edited = (await database.effects.orderBy('channelKey').uniqueKeys()) as string[];
      const rows: Omit<SearchLogRow, 'id'>[] = [
        ...newest.map(([channelKey, row]) => ({ channelKey, kind: 'said' as const, where: { row } })),
        ...edited.map((channelKey) => ({
          channelKey,
          kind: 'said' as const,
          where: 'edits' as const,
        })),
      ];
      await searchLog.bulkAdd(rows);
      await database.meta.put({ key: VERSION_KEY, value: SEARCH_VERSION });
    },
  );
