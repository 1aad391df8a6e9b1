/**
 * Search in the core's worker: the index in Dexie, fed by the writers of messages. What its log has still to do after a
 * start is done beside everything else, and search says until then that it does not know everything.
 */
import { drop } from '../../shared/base/drop.ts';
import type { Search, SearchPage } from '../../shared/ports/search.ts';
import { StaleRun } from '../../shared/search/find-in-run.ts';
import type { Place } from '../../shared/search/places.ts';
import { createSearchIndex, type IndexSizes, type SearchIndex } from '../../shared/search/search-index.ts';
import { searchMessages } from '../../shared/search/search-messages.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import type { Database, SearchLogRow } from './database.ts';
import { beginSearchIndex, createDexieSearchStore, hasSearchIndex } from './dexie-search-store.ts';
import type { NotedChange, SearchFeed } from './search-feed.ts';
import { saidAt, shownAt } from './stored-places.ts';

export type DexieSearch = Search &
  SearchFeed & {
    /** Resolves when everything that is stored can be found. */
    settled: () => Promise<void>;
  };

/** How often a run may go away while it is read, before the index is taken for damaged. */
const TRIES = 4;

export const createDexieSearch = (
  database: Database,
  bounds: ChunkBounds,
  report: (what: string, error: unknown) => void,
  sizes?: IndexSizes,
): DexieSearch => {
  /** Rows of the log that are to be read, and how many there were. */
  let left = 0;
  let all = 0;
  let catchingUp: Promise<void> = Promise.resolve();
  /** Entries of the log that are read back, so that nothing is added twice that was told while the index was opened. */
  let readBack: ReadonlySet<number> = new Set();
  /** A newer one replaces it: what the older one still writes does not count. */
  let opened = open('if-there');

  async function open(how: 'if-there' | 'anew'): Promise<SearchIndex> {
    if (how === 'anew' || !(await hasSearchIndex(database))) await beginSearchIndex(database);
    const index = await createSearchIndex(createDexieSearchStore(database), report, sizes);
    const rows = await database.searchLog.toArray();
    readBack = new Set(rows.map(({ id }) => id));
    left = rows.length;
    all = rows.length;
    catchingUp = catchUp(index, rows);
    drop(catchingUp, 'reading what is not in the search index', report);
    return index;
  }

  const catchUp = async (index: SearchIndex, rows: readonly SearchLogRow[]): Promise<void> => {
    for (const row of rows) {
      if (row.kind === 'gone') {
        const clocks = typeof row.where === 'object' && 'clocks' in row.where ? row.where.clocks : 'all';
        await eraseAt(index, [{ kind: 'gone', entry: row.id, channelKey: row.channelKey, clocks }]);
      } else await index.add(await saidAt(database, bounds, row), row.id);
      left -= 1;
    }
    await index.settled();
  };

  /** What stands at these places now is read again: messages may share a clock, and words may have been replaced. */
  const eraseAt = async (index: SearchIndex, gone: readonly Gone[]): Promise<void> => {
    const again: Omit<SearchLogRow, 'id'>[] = gone.flatMap(({ channelKey, clocks }) =>
      clocks === 'all' ? [] : [{ channelKey, kind: 'said' as const, where: { clocks: [...clocks] } }],
    );
    const entries = await database.searchLog.bulkAdd(again, { allKeys: true });
    await index.erase(
      chosenBy(gone),
      rangeOf(gone),
      gone.map(({ entry }) => entry),
    );
    for (const [i, row] of again.entries()) await index.add(await saidAt(database, bounds, row), entries[i] ?? 0);
  };

  let toErase: Gone[] = [];
  let erasing: Promise<void> = Promise.resolve();
  const eraseSoon = (gone: Gone): void => {
    toErase.push(gone);
    if (toErase.length > 1) return;
    // those that come meanwhile go with it
    erasing = erasing.then(async () => {
      const index = await opened;
      const due = toErase;
      toErase = [];
      await eraseAt(index, due);
    });
    drop(erasing, 'taking words out of the search index', report);
    erasing = erasing.catch(() => undefined);
  };

  /** What fails here is in the log, and is done after the next start: it must not keep messages from being stored. */
  const told = async (noted: readonly NotedChange[]): Promise<void> => {
    for (const change of noted) {
      const index = await opened.catch(() => undefined); // told of already
      if (index === undefined || readBack.has(change.entry)) continue;
      if (change.kind === 'gone') eraseSoon(change);
      else {
        await index
          .add(change.docs, change.entry)
          .catch((error: unknown) => report('adding to the search index', error));
      }
    }
  };

  const again = (): void => {
    opened = open('anew');
    drop(opened, 'beginning the search index anew', report);
  };
  drop(opened, 'opening the search index', report);

  return {
    told,
    cleared: async () => {
      again();
      await opened;
    },
    search: async (query): Promise<SearchPage> => {
      for (let tries = 1; ; tries += 1) {
        const index = await opened;
        try {
          const page = await searchMessages(
            { hunt: index.hunt, messagesAt: (places) => shownAt(database, bounds, places) },
            query,
          );
          return left === 0 ? page : { ...page, incomplete: await progress(database, left, all) };
        } catch (error) {
          const isDamaged = error instanceof RangeError || (error instanceof StaleRun && tries >= TRIES);
          if (!isDamaged && !(error instanceof StaleRun)) throw error;
          if (isDamaged) report('reading the search index', error);
          if (isDamaged && (await opened) === index) again();
        }
      }
    },
    settled: async () => {
      await opened;
      await catchingUp;
      await erasing;
      await (await opened).settled();
    },
  };
};

type Gone = Extract<NotedChange, { kind: 'gone' }>;

const chosenBy = (gone: readonly Gone[]): ((place: Place) => boolean) => {
  const channels = new Set(gone.filter(({ clocks }) => clocks === 'all').map(({ channelKey }) => channelKey));
  const places = new Set(
    gone.flatMap(({ channelKey, clocks }) => (clocks === 'all' ? [] : clocks.map((clock) => `${channelKey} ${clock}`))),
  );
  return ({ channelKey, clock }) => channels.has(channelKey) || places.has(`${channelKey} ${clock}`);
};

const rangeOf = (gone: readonly Gone[]): { first: string; last: string } => {
  if (gone.some(({ clocks }) => clocks === 'all')) return { first: '', last: '~' };
  const clocks = gone.flatMap((one) => (one.clocks === 'all' ? [] : one.clocks)).sort();
  return { first: clocks[0] ?? '', last: clocks.at(-1) ?? '' };
};

const progress = async (database: Database, left: number, all: number): Promise<{ done: number; of: number }> => {
  const counts = await database.counts.toArray();
  const of = counts.reduce((sum, { count }) => sum + count, 0);
  return { done: Math.floor((of * (all - left)) / all), of };
};
