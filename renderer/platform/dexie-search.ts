/**
 * Search in the core's worker: the index in Dexie, fed by the writers of messages. What its log has still to do after a
 * start is done beside everything else, and search says until then that it does not know everything.
 */
import type { Search, SearchPage, SearchQuery } from '../../shared/ports/search.ts';
import { isDamaged, StaleRun } from '../../shared/search/find-in-run.ts';
import type { IndexSizes } from '../../shared/search/search-index.ts';
import { searchMessages } from '../../shared/search/search-messages.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import type { Database } from './database.ts';
import type { SearchFeed } from './search-feed.ts';
import { openSearchIndex, type SearchOpening } from './search-opening.ts';
import { shownAt } from './stored-places.ts';

export type DexieSearch = Search &
  SearchFeed & {
    /** Resolves when everything that is stored can be found. */
    settled: () => Promise<void>;
    /** Nothing more comes for a while: what the next start would have to read again is put into the index. */
    rest: () => Promise<void>;
  };

/** How often a run may go away while it is read, before the index is taken for damaged. */
const TRIES = 4;

export const createDexieSearch = (
  database: Database,
  bounds: ChunkBounds,
  report: (what: string, error: unknown) => void,
  sizes?: IndexSizes,
): DexieSearch => {
  const begin = (how: 'if-there' | 'anew'): SearchOpening => openSearchIndex({ database, bounds, how, failed, sizes });
  let current = begin('if-there');

  const replace = (how: 'if-there' | 'anew'): void => {
    current.retire();
    current = begin(how);
  };

  /** In whatever is damaged: only what is made anew is whole. */
  function failed(what: string, error: unknown): void {
    report(what, error);
    if (isDamaged(error)) replace('anew');
  }

  const searchIn = async (opening: SearchOpening, query: SearchQuery): Promise<SearchPage> => {
    const { hunt } = await opening.index;
    const page = await searchMessages({ hunt, messagesAt: (places) => shownAt(database, bounds, places) }, query);
    const { left, all } = opening.progress();
    return left === 0 ? page : { ...page, incomplete: await doneOf(database, left, all) };
  };

  return {
    told: (noted) => current.told(noted),
    cleared: async () => {
      replace('anew');
      // told of already: messages are stored whether they can be found or not
      await current.index.catch(() => undefined);
    },
    search: async (query) => {
      for (let tries = 1; ; tries += 1) {
        if (current.hasFailed()) replace('if-there');
        const opening = current;
        try {
          const page = await searchIn(opening, query);
          // of one that was replaced meanwhile, parts may have been missing
          if (opening === current) return page;
        } catch (error) {
          if (opening !== current) continue;
          if (!isDamaged(error)) throw error;
          if (!(error instanceof StaleRun) || tries >= TRIES) failed('reading the search index', error);
        }
      }
    },
    rest: () => current.rest(),
    settled: async () => {
      for (;;) {
        const opening = current;
        try {
          await opening.settled();
        } catch (error) {
          if (opening === current) throw error;
        }
        if (opening === current) return;
      }
    },
  };
};

const doneOf = async (database: Database, left: number, all: number): Promise<{ done: number; of: number }> => {
  const counts = await database.counts.toArray();
  const of = counts.reduce((sum, { count }) => sum + count, 0);
  return { done: Math.floor((of * (all - left)) / all), of };
};
