/** What stands at places of the search index: messages as they are shown now, and what was said there. */
import { AFTER_CLOCK, clockOf } from '../../shared/base/clock-text.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { foldMessage } from '../../shared/model/fold-message.ts';
import type { SearchDoc } from '../../shared/search/gathering.ts';
import { channelKeyOf, type Place } from '../../shared/search/places.ts';
import { lastNotAfter } from '../../shared/search/sorted.ts';
import { type ChunkBounds, rangeOf } from './chunk-bounds.ts';
import type { Database, SearchLogRow } from './database.ts';
import { editsIn, effectRange, effectsAt } from './effect-rows.ts';
import { messagesIn } from './packed-messages.ts';
import { docOf } from './search-feed.ts';

/** Messages as they are shown now. */
export const shownAt = async (
  database: Database,
  bounds: ChunkBounds,
  places: readonly Place[],
): Promise<MessageView[]> => {
  const messages = await messagesAt(database, bounds, places);
  const keys = messages.map((message): [string, string] => [
    channelKeyOf(message.community, message.channel),
    message.sortKey,
  ]);
  const rows = await database.effects.bulkGet(keys);
  return messages.map((message, i) => foldMessage(message, rows[i]?.effects ?? []));
};

const messagesAt = async (
  database: Database,
  bounds: ChunkBounds,
  places: readonly Place[],
): Promise<MessageView[]> => {
  const found = new Map<string, MessageView[]>();
  for (const { channelKey, clock } of places) found.set(`${channelKey} ${clock}`, []);
  const take = (channelKey: string, messages: readonly MessageView[]): void => {
    for (const message of messages) {
      const list = found.get(`${channelKey} ${clockOf(message.sortKey)}`);
      if (list?.every(({ id }) => id !== message.id) === true) list.push(message);
    }
  };
  const keys = await rowsAround(bounds, places);
  const chunks = await database.chunks.bulkGet(keys);
  for (const [i, [channelKey]] of keys.entries()) take(channelKey, messagesIn(chunks[i]));
  // rows may have been split after their bounds were read
  for (const { channelKey, clock } of places) {
    if (found.get(`${channelKey} ${clock}`)?.length !== 0) continue;
    const [chunk] = await rangeOf(database, channelKey, clock + AFTER_CLOCK)
      .reverse()
      .limit(1)
      .toArray();
    take(channelKey, messagesIn(chunk));
  }
  return [...found.values()].flat();
};

/** Keys of the rows where the places may stand. */
const rowsAround = async (bounds: ChunkBounds, places: readonly Place[]): Promise<[string, string][]> => {
  const rows = new Map<string, [string, string]>();
  for (const { channelKey, clock } of places) {
    const firsts = await bounds.of(channelKey);
    const to = lastNotAfter(firsts, clock + AFTER_CLOCK);
    for (let at = Math.max(0, lastNotAfter(firsts, clock)); at <= to; at += 1) {
      const first = firsts[at] ?? '';
      rows.set(`${channelKey} ${first}`, [channelKey, first]);
    }
  }
  return [...rows.values()];
};

/** What is read in one go: a channel may have more than fit in memory. */
const ROWS_AT_ONCE = 256;
const PLACES_AT_ONCE = 256;

/** Everything that was said where an entry of the log points, also what was changed since, part by part. */
export async function* saidAt(
  database: Database,
  bounds: ChunkBounds,
  { channelKey, where }: Pick<SearchLogRow, 'channelKey' | 'where'>,
): AsyncGenerator<SearchDoc[]> {
  if (where === 'all') return;
  if (where === 'edits') yield* editsOf(database, channelKey);
  else if ('row' in where) {
    const chunk = await database.chunks.get([channelKey, where.row]);
    yield messagesIn(chunk).flatMap(docOf);
  } else {
    const clocks = [...new Set(where.clocks)].sort();
    for (let at = 0; at < clocks.length; at += PLACES_AT_ONCE)
      yield await saidAtClocks(database, bounds, channelKey, clocks.slice(at, at + PLACES_AT_ONCE));
  }
}

/** @param clocks ascending */
const saidAtClocks = async (
  database: Database,
  bounds: ChunkBounds,
  channelKey: string,
  clocks: readonly string[],
): Promise<SearchDoc[]> => {
  const places = clocks.map((clock) => ({ channelKey, clock }));
  const messages = await messagesAt(database, bounds, places);
  const edited = await effectsAt(database, channelKey, clocks);
  return [...messages.flatMap(docOf), ...editsIn(edited.flatMap(({ effects }) => effects))];
};

async function* editsOf(database: Database, channelKey: string): AsyncGenerator<SearchDoc[]> {
  for (let first = ''; ;) {
    const rows = await effectRange(database, channelKey, first, '\uffff').limit(ROWS_AT_ONCE).toArray();
    yield rows.flatMap(({ effects }) => editsIn(effects));
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    first = `${last.target}\0`; // just after it
  }
}
