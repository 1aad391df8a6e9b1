/**
 * Messages in rows of about a hundred, ordered by sort key. A row's `first` bounds its messages from below. A row that
 * grows over its limit is split; a message before all rows starts a row of its own.
 */
import type { MessageView } from '../../shared/model/views.ts';
import type { Database, MessageChunk } from './database.ts';

const SPLIT_AT = 200;
const SPLIT_INTO = 100;

export type ChunkWriter = {
  /** Adds messages of one channel, in any order; those that are there already change nothing. */
  put: (channelKey: string, messages: readonly MessageView[]) => Promise<void>;
  forget: () => void;
};

export const createChunkWriter = (database: Database): ChunkWriter => {
  /** Sorted lower bounds of each channel's rows. This worker is the only writer. */
  const bounds = new Map<string, string[]>();

  const boundsOf = async (channelKey: string): Promise<string[]> => {
    const held = bounds.get(channelKey);
    if (held !== undefined) return held;
    const keys = await rangeOf(database, channelKey).primaryKeys();
    const read = keys.map(([, first]) => first);
    bounds.set(channelKey, read);
    return read;
  };

  return {
    put: async (channelKey, messages) => {
      const known = await boundsOf(channelKey);
      const targets = new Map<string, MessageView[]>();
      const sorted = [...messages].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
      const lowest = sorted[0]?.sortKey ?? '';
      for (const message of sorted) {
        const first = lastNotAfter(known, message.sortKey) ?? lowest;
        const list = targets.get(first);
        if (list === undefined) targets.set(first, [message]);
        else list.push(message);
      }
      const firsts = [...targets.keys()];
      await database.transaction('rw', database.chunks, database.counts, async () => {
        const held = await database.chunks.bulkGet(firsts.map((first) => [channelKey, first]));
        const merged = firsts.map((first, i) => merge(held[i]?.messages ?? [], targets.get(first) ?? []));
        const added = merged.reduce((sum, list, i) => sum + list.length - (held[i]?.messages.length ?? 0), 0);
        if (added === 0) return;
        const rows = firsts.flatMap((first, i) => split(channelKey, first, merged[i] ?? []));
        await database.chunks.bulkPut(rows);
        const count = (await database.counts.get(channelKey))?.count ?? 0;
        await database.counts.put({ channelKey, count: count + added });
        bounds.set(channelKey, [...new Set([...known, ...rows.map((row) => row.first)])].sort());
      });
    },
    forget: () => bounds.clear(),
  };
};

/** All rows of a channel from its first on, or those that begin before a sort key. */
export const rangeOf = (database: Database, channelKey: string, before = '\uffff') =>
  database.chunks.where('[channelKey+first]').between([channelKey, ''], [channelKey, before], true, false);

/** Both sorted or not; the same id once. */
const merge = (held: readonly MessageView[], added: readonly MessageView[]): MessageView[] => {
  const byId = new Map([...held, ...added].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
};

const split = (channelKey: string, first: string, messages: MessageView[]): MessageChunk[] => {
  if (messages.length <= SPLIT_AT) return [{ channelKey, first, messages }];
  const rows: MessageChunk[] = [];
  for (let at = 0; at < messages.length; at += SPLIT_INTO) {
    const part = messages.slice(at, at + SPLIT_INTO);
    rows.push({ channelKey, first: at === 0 ? first : (part[0]?.sortKey ?? first), messages: part });
  }
  return rows;
};

const lastNotAfter = (sorted: readonly string[], key: string): string | undefined => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
};
