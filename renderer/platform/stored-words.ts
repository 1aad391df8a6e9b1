/** Brings into an index what is stored now, and takes out of it what is not there any more. */
import type { Place } from '../../shared/search/places.ts';
import type { SearchIndex } from '../../shared/search/search-index.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import type { Database, SearchLogRow } from './database.ts';
import type { NotedChange } from './search-feed.ts';
import { saidAt } from './stored-places.ts';

export type Gone = Extract<NotedChange, { kind: 'gone' }>;

export const createStoredWords = (database: Database, bounds: ChunkBounds) => {
  type Where = Pick<SearchLogRow, 'channelKey' | 'where'>;
  const addSaid = async (index: SearchIndex, where: Where, entry: number): Promise<void> => {
    for await (const docs of saidAt(database, bounds, where)) await index.add(docs);
    // now all of it is there
    await index.add([], entry);
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
    for (const [i, row] of again.entries()) await addSaid(index, row, entries[i] ?? 0);
  };
  return {
    eraseAt,
    /** What an entry of the log asks for. */
    doEntry: (index: SearchIndex, row: SearchLogRow): Promise<void> =>
      row.kind === 'gone' ? eraseAt(index, [goneIn(row)]) : addSaid(index, row, row.id),
  };
};

const goneIn = ({ id, channelKey, where }: SearchLogRow): Gone => {
  const clocks = typeof where === 'object' && 'clocks' in where ? where.clocks : 'all';
  return { kind: 'gone', entry: id, channelKey, clocks };
};

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
