/** Brings into an index what is stored now, and takes out of it what is not there any more. */
import type { Place } from '../../shared/search/places.ts';
import type { SearchIndex } from '../../shared/search/search-index.ts';
import { byKey } from './by-key.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import type { Database, SearchLogRow } from './database.ts';
import type { NotedChange } from './search-feed.ts';
import { saidAt } from './stored-places.ts';

export type Gone = Extract<NotedChange, { kind: 'gone' }>;

export const createStoredWords = (database: Database, bounds: ChunkBounds) => {
  type Where = Pick<SearchLogRow, 'channelKey' | 'where'>;
  const addSaid = async (index: SearchIndex, where: Where, entries: readonly number[]): Promise<void> => {
    for await (const docs of saidAt(database, bounds, where)) await index.add(docs);
    // now all of it is there
    for (const entry of entries) await index.add([], entry);
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
    for (const [i, row] of again.entries()) await addSaid(index, row, entries.slice(i, i + 1));
  };
  return {
    eraseAt,
    do: (index: SearchIndex, task: LogTask): Promise<void> =>
      task.kind === 'gone' ? eraseAt(index, [goneIn(task.row)]) : addSaid(index, task.where, task.entries),
  };
};

/** What entries of the log ask for. */
export type LogTask =
  | { kind: 'gone'; row: SearchLogRow; entries: readonly number[] }
  | { kind: 'said'; where: Pick<SearchLogRow, 'channelKey' | 'where'>; entries: readonly number[] };

/** What was said in one channel, entry by entry, stands in the same rows of messages: it is read together. */
export const tasksOf = (log: readonly SearchLogRow[]): LogTask[] => {
  const tasks: LogTask[] = [];
  let said: SearchLogRow[] = [];
  const close = (): void => {
    for (const [channelKey, rows] of byKey(said, (row) => row.channelKey))
      tasks.push({
        kind: 'said',
        where: { channelKey, where: { clocks: rows.flatMap(clocksOf) } },
        entries: idsOf(rows),
      });
    said = [];
  };
  for (const row of log) {
    if (row.kind === 'said' && clocksOf(row).length > 0) {
      said.push(row);
      continue;
    }
    if (row.kind === 'gone') close();
    tasks.push({ kind: row.kind, where: row, row, entries: [row.id] });
  }
  close();
  return tasks;
};

const idsOf = (rows: readonly SearchLogRow[]): number[] => rows.map(({ id }) => id);

const clocksOf = ({ where }: SearchLogRow): string[] =>
  typeof where === 'object' && 'clocks' in where ? where.clocks : [];

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
