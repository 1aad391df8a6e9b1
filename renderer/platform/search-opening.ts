/**
 * One opening of the search index: it does what the log has still to do, and takes what it is told. When a newer one
 * replaces it, it writes nothing any more, whatever it still has in hand.
 */
import { drop } from '../../shared/base/drop.ts';
import type { SearchStore } from '../../shared/ports/search-store.ts';
import { createSearchIndex, type IndexSizes, type SearchIndex } from '../../shared/search/search-index.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import type { Database, SearchLogRow } from './database.ts';
import { beginSearchIndex, createDexieSearchStore, hasSearchIndex } from './dexie-search-store.ts';
import type { NotedChange, SearchFeed } from './search-feed.ts';
import { createStoredWords, type Gone, tasksOf } from './stored-words.ts';

export type SearchOpening = Pick<SearchFeed, 'told'> & {
  /** Rejects if it cannot be opened; that is told to `failed` too. */
  index: Promise<SearchIndex>;
  hasFailed: () => boolean;
  /** Entries of the log that are to be read, and how many there were. */
  progress: () => { left: number; all: number };
  /** Resolves when everything that is stored can be found. */
  settled: () => Promise<void>;
  /** As the index's own, once the log is read. */
  rest: () => Promise<void>;
  /** A newer one replaces it. */
  retire: () => void;
};

type OpeningParts = {
  database: Database;
  bounds: ChunkBounds;
  /** `anew`: of an index that is there nothing is kept. */
  how: 'if-there' | 'anew';
  /** Not told of an opening that was replaced. */
  failed: (what: string, error: unknown) => void;
  sizes: IndexSizes | undefined;
};

export const openSearchIndex = (parts: OpeningParts): SearchOpening => {
  const life = { isOld: false, hasFailed: false, left: 0, all: 0 };
  const failed = (what: string, error: unknown): void => {
    if (!life.isOld) parts.failed(what, error);
  };
  const stored = createStoredWords(parts.database, parts.bounds);
  let catchingUp: Promise<void> = Promise.resolve();
  /** Entries of the log that are read back, so that nothing is added twice that was told while the index was opened. */
  let readBack: ReadonlySet<number> = new Set();

  const { inTurn, settled } = createTurns(life);

  const open = async (): Promise<SearchIndex> => {
    const { opened, rows } = await openStored(parts, life, failed);
    readBack = new Set(rows.map(({ id }) => id));
    Object.assign(life, { left: rows.length, all: rows.length });
    catchingUp = catchUp(opened, rows);
    drop(catchingUp, 'reading what is not in the search index', failed);
    return opened;
  };

  const catchUp = async (opened: SearchIndex, rows: readonly SearchLogRow[]): Promise<void> => {
    for (const task of tasksOf(rows)) {
      await inTurn(() => stored.do(opened, task));
      if (life.isOld) return;
      life.left -= task.entries.length;
    }
    await opened.settled();
  };

  const eraseSoon = createEraser(inTurn, async (due) => stored.eraseAt(await index, due));

  /** What fails here is in the log, and is done after the next start: it must not keep messages from being stored. */
  const take = async (opened: SearchIndex, change: NotedChange): Promise<void> => {
    if (change.kind === 'gone') drop(eraseSoon(change), 'taking words out of the search index', failed);
    else {
      const added = opened.add(change.docs, change.entry);
      await added.catch((error: unknown) => failed('adding to the search index', error));
    }
  };

  const index = open();
  drop(index, 'opening the search index', (what, error) => {
    life.hasFailed = true;
    failed(what, error);
  });

  return {
    index,
    hasFailed: () => life.hasFailed,
    progress: () => life,
    told: async (noted) => {
      const opened = await index.catch(() => undefined); // told of already
      if (opened === undefined || life.isOld) return;
      // all of it before anything is waited for: what is told next may take it out again
      await Promise.all(noted.filter(({ entry }) => !readBack.has(entry)).map((change) => take(opened, change)));
    },
    settled: async () => {
      const opened = await index;
      await catchingUp;
      await settled();
      await opened.settled();
    },
    rest: async () => {
      const opened = await index.then((one) => catchingUp.then(() => one)).catch(() => undefined); // told of already
      await opened?.rest().catch((error: unknown) => failed('writing the search index', error));
    },
    retire: () => void (life.isOld = true),
  };
};

type Life = { readonly isOld: boolean };
type InTurn = (work: () => Promise<void>) => Promise<void>;

/** @returns the index with what its log has still to do */
const openStored = async (
  { database, how, sizes }: OpeningParts,
  life: Life,
  failed: OpeningParts['failed'],
): Promise<{ opened: SearchIndex; rows: SearchLogRow[] }> => {
  const isAnew = how === 'anew' || !(await hasSearchIndex(database));
  if (isAnew && !life.isOld) await beginSearchIndex(database);
  const opened = await createSearchIndex(untilOld(createDexieSearchStore(database), life), failed, sizes);
  return { opened, rows: await database.searchLog.toArray() };
};

/** One after another: words that are purged while they are read must not be added after they were erased. */
const createTurns = (life: Life): { inTurn: InTurn; settled: () => Promise<void> } => {
  let working: Promise<void> = Promise.resolve();
  return {
    inTurn: (work) => {
      const worked = working.then(() => (life.isOld ? undefined : work()));
      working = worked.catch(() => undefined); // its caller has the error
      return worked;
    },
    settled: () => working,
  };
};

/** What comes before the first of them has its turn goes with it. */
const createEraser = (inTurn: InTurn, erase: (due: readonly Gone[]) => Promise<void>) => {
  let toErase: Gone[] = [];
  return async (gone: Gone): Promise<void> => {
    toErase.push(gone);
    if (toErase.length > 1) return;
    await inTurn(() => {
      const due = toErase;
      toErase = [];
      return erase(due);
    });
  };
};

/** @returns a store to which an opening that was replaced seems empty, and which it cannot change */
const untilOld = (store: SearchStore, life: Life): SearchStore => ({
  heads: async () => (life.isOld ? [] : store.heads()),
  read: store.read,
  replace: async (change) => (life.isOld ? undefined : store.replace(change)),
  rewrite: async (run, changed) => (life.isOld ? undefined : store.rewrite(run, changed)),
});
