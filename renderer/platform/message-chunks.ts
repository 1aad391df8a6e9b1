/**
 * Messages in rows of about a hundred, ordered by sort key. A row's `first` bounds its messages from below. A row that
 * grows over its limit is split; a message before all rows starts a row of its own.
 */
import { clockOf } from '../../shared/base/clock-text.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { lastNotAfter } from '../../shared/search/sorted.ts';
import { type ChunkBounds, rangeOf } from './chunk-bounds.ts';
import { type Database, type MessageChunk, threadKeyOf } from './database.ts';
import { disownSearchIndex } from './dexie-search-store.ts';
import { messagesIn, packMessages } from './packed-messages.ts';
import { docOf, noteGone, noteSaid, type NotedChange, type SearchFeed } from './search-feed.ts';

const SPLIT_AT = 200;
const SPLIT_INTO = 100;

export type ChunkWriter = {
  /** Adds messages of one channel, in any order, or replaces those with the same id. */
  put: (channelKey: string, messages: readonly MessageView[]) => Promise<void>;
  /** Takes chosen messages of a channel away; rows that are empty then go too. */
  removeWhere: (channelKey: string, isChosen: (message: MessageView) => boolean) => Promise<void>;
  /** Takes single messages of a channel away. */
  removeThese: (channelKey: string, messages: readonly MessageView[]) => Promise<void>;
  /** Takes all messages away of channels whose key is chosen. */
  remove: (isChosen: (channelKey: string) => boolean) => Promise<void>;
  /** Takes everything away, also rows that no count knows of. */
  clear: () => Promise<void>;
};

export const createChunkWriter = (database: Database, bounds: ChunkBounds, feed: SearchFeed): ChunkWriter => {
  const tables = [database.chunks, database.counts, database.searchLog];

  const put = async (channelKey: string, messages: readonly MessageView[]): Promise<void> => {
    const known = await bounds.of(channelKey);
    const targets = rowsFor(known, messages);
    const firsts = [...targets.keys()];
    const { added, noted } = await database.transaction('rw', tables, async () => {
      const held = await database.chunks.bulkGet(firsts.map((first) => [channelKey, first]));
      const changed = firsts.flatMap((first, i) => {
        const before = messagesIn(held[i]);
        const news = targets.get(first) ?? [];
        if (holdsAll(before, news)) return [];
        const merged = merge(before, news);
        return [{ rows: split(channelKey, first, merged), growth: merged.length - before.length, before, news }];
      });
      if (changed.length === 0) return { added: [], noted: [] };
      await database.chunks.bulkPut(changed.flatMap(({ rows }) => rows));
      const count = (await database.counts.get(channelKey))?.count ?? 0;
      await database.counts.put({ channelKey, count: changed.reduce((sum, { growth }) => sum + growth, count) });
      return {
        added: changed.flatMap(({ rows }) => rows.map((row) => row.first)),
        noted: await noteChanges(database, channelKey, changed),
      };
    });
    bounds.add(channelKey, added);
    await feed.told(noted);
  };

  /** Of the rows that are read within the transaction. */
  const removeFrom = async (
    channelKey: string,
    read: () => Promise<MessageChunk[]>,
    isChosen: (message: MessageView) => boolean,
  ): Promise<void> => {
    const noted = await database.transaction('rw', tables, async () => {
      const removed: MessageView[] = [];
      for (const row of await read()) {
        const held = messagesIn(row);
        const messages = held.filter((message) => !isChosen(message));
        if (messages.length === held.length) continue;
        removed.push(...held.filter(isChosen));
        if (messages.length > 0) await database.chunks.put(rowOf(channelKey, row.first, messages));
        else await database.chunks.delete([channelKey, row.first]);
      }
      const count = (await database.counts.get(channelKey))?.count ?? 0;
      if (removed.length > 0) await database.counts.put({ channelKey, count: count - removed.length });
      return noteGone(database, channelKey, clocksOf(removed));
    });
    bounds.forget((key) => key === channelKey);
    await feed.told(noted);
  };

  const removeThese = async (channelKey: string, messages: readonly MessageView[]): Promise<void> => {
    const ids = new Set(messages.map(({ id }) => id));
    const firsts = [...rowsFor(await bounds.of(channelKey), messages).keys()];
    const read = async (): Promise<MessageChunk[]> => {
      const rows = await database.chunks.bulkGet(firsts.map((first) => [channelKey, first]));
      return rows.filter((row) => row !== undefined);
    };
    await removeFrom(channelKey, read, ({ id }) => ids.has(id));
  };

  const remove = async (isChosen: (channelKey: string) => boolean): Promise<void> => {
    const noted = await database.transaction('rw', tables, async () => {
      const keys = (await database.counts.toCollection().primaryKeys()).filter(isChosen);
      for (const key of keys) await rangeOf(database, key).delete();
      await database.counts.bulkDelete(keys);
      return (await Promise.all(keys.map((key) => noteGone(database, key, 'all')))).flat();
    });
    bounds.forget(isChosen);
    await feed.told(noted);
  };

  const clear = async (): Promise<void> => {
    await database.transaction('rw', database.chunks, database.counts, database.meta, () =>
      Promise.all([database.chunks.clear(), database.counts.clear(), disownSearchIndex(database)]),
    );
    bounds.forget(() => true);
  };

  /** One write after another: each begins with the bounds that the one before left. */
  let writing: Promise<void> = Promise.resolve();
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const done = writing.then(write);
    writing = done.catch(() => undefined); // its caller has the error; the next one must not inherit it
    return done;
  };

  return {
    put: (channelKey, messages) => inTurn(() => put(channelKey, messages)),
    removeWhere: (channelKey, isChosen) =>
      inTurn(() => removeFrom(channelKey, () => rangeOf(database, channelKey).toArray(), isChosen)),
    removeThese: (channelKey, messages) => inTurn(() => removeThese(channelKey, messages)),
    remove: (isChosen) => inTurn(() => remove(isChosen)),
    clear: () => inTurn(clear),
  };
};

type ChangedRow = { before: readonly MessageView[]; news: readonly MessageView[] };

/** What is said now that was not, and what is not said any more, in these rows. */
const noteChanges = async (
  database: Database,
  channelKey: string,
  rows: readonly ChangedRow[],
): Promise<NotedChange[]> => {
  const changed = rows.map(changedIn);
  return [
    ...(await noteSaid(
      database,
      changed.flatMap(({ said }) => said.flatMap(docOf)),
    )),
    ...(await noteGone(database, channelKey, clocksOf(changed.flatMap(({ replaced }) => replaced)))),
  ];
};

const changedIn = ({ before, news }: ChangedRow): { said: MessageView[]; replaced: MessageView[] } => {
  const held = new Map(before.map((message) => [message.id, message]));
  const said = news.filter(({ id, text }) => held.get(id)?.text !== text);
  return { said, replaced: said.filter(({ id }) => held.has(id)) };
};

const clocksOf = (messages: readonly MessageView[]): string[] => messages.map(({ sortKey }) => clockOf(sortKey));

/** Which row each message belongs in, by the row's first sort key. */
const rowsFor = (known: readonly string[], messages: readonly MessageView[]): Map<string, MessageView[]> => {
  const targets = new Map<string, MessageView[]>();
  const sorted = [...messages].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  const lowest = sorted[0]?.sortKey ?? '';
  for (const message of sorted) {
    const first = known[lastNotAfter(known, message.sortKey)] ?? lowest;
    const list = targets.get(first);
    if (list === undefined) targets.set(first, [message]);
    else list.push(message);
  }
  return targets;
};

/** True if every message is there already, just so: then nothing is written and no live query runs again. */
const holdsAll = (held: readonly MessageView[], messages: readonly MessageView[]): boolean => {
  const byId = new Map(held.map((message) => [message.id, message]));
  return messages.every((message) => {
    const there = byId.get(message.id);
    return there !== undefined && isSame(there, message);
  });
};

const isSame = (one: MessageView, other: MessageView): boolean => {
  const values = new Map<string, unknown>(Object.entries(one));
  const entries = Object.entries(other);
  return entries.length === values.size && entries.every(([field, value]) => isSameValue(values.get(field), value));
};

/** Views hold text, numbers, and small objects of these. */
const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));

/** Both sorted or not; the same id once. */
const merge = (held: readonly MessageView[], added: readonly MessageView[]): MessageView[] => {
  const byId = new Map([...held, ...added].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
};

const rowOf = (channelKey: string, first: string, messages: readonly MessageView[]): MessageChunk => {
  const roots = messages.flatMap(({ thread }) => (thread === undefined ? [] : [thread.sortKey]));
  const threads = [...new Set(roots)].map((root) => threadKeyOf(channelKey, root));
  return { channelKey, first, messages: packMessages(messages), threads };
};

const split = (channelKey: string, first: string, messages: MessageView[]): MessageChunk[] => {
  if (messages.length <= SPLIT_AT) return [rowOf(channelKey, first, messages)];
  const rows: MessageChunk[] = [];
  for (let at = 0; at < messages.length; at += SPLIT_INTO) {
    const part = messages.slice(at, at + SPLIT_INTO);
    rows.push(rowOf(channelKey, at === 0 ? first : (part[0]?.sortKey ?? first), part));
  }
  return rows;
};
