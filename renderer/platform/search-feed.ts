/**
 * How the search index hears of changes. Writers note each in `searchLog`, in the transaction of the change itself, so that
 * no crash comes between; then they tell the index, which finds what was said at once.
 */
import { clockOf } from '../../shared/base/clock-text.ts';
import type { SearchDoc } from '../../shared/search/gathering.ts';
import { channelKeyOf } from '../../shared/search/places.ts';
import { byKey } from './by-key.ts';
import type { Database } from './database.ts';

export type SearchFeed = {
  /** @returns when there is room for more */
  told: (noted: readonly NotedChange[]) => Promise<void>;
  /** Everything is gone, the log too. */
  cleared: () => Promise<void>;
};

/** What was noted in the log, as entry `entry`. */
export type NotedChange =
  | { entry: number; kind: 'said'; docs: readonly SearchDoc[] }
  | { entry: number; kind: 'gone'; channelKey: string; clocks: readonly string[] | 'all' };

/** For where nobody searches. */
export const NO_FEED: SearchFeed = { told: () => Promise.resolve(), cleared: () => Promise.resolve() };

type Spoken = { community: string; channel: string; author: string; sortKey: string; text: string };

/** @returns none for what says nothing */
export const docOf = ({ community, channel, author, sortKey, text }: Spoken): SearchDoc[] =>
  text === ''
    ? []
    : [{ community, channelKey: channelKeyOf(community, channel), author, clock: clockOf(sortKey), text }];

/** Within a transaction that has `searchLog`. */
export const noteSaid = async (database: Database, docs: readonly SearchDoc[]): Promise<NotedChange[]> => {
  const noted: NotedChange[] = [];
  for (const [channelKey, list] of byKey(docs, ({ channelKey }) => channelKey)) {
    const where = { clocks: list.map(({ clock }) => clock) };
    noted.push({ kind: 'said', docs: list, entry: await database.searchLog.add({ channelKey, kind: 'said', where }) });
  }
  return noted;
};

/** Within a transaction that has `searchLog`. */
export const noteGone = async (
  database: Database,
  channelKey: string,
  clocks: string[] | 'all',
): Promise<NotedChange[]> => {
  if (clocks.length === 0) return [];
  const where = clocks === 'all' ? 'all' : { clocks };
  const entry = await database.searchLog.add({ channelKey, kind: 'gone', where });
  return [{ kind: 'gone', channelKey, clocks, entry }];
};
