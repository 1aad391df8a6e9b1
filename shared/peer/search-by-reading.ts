/** Search without an index: reads messages, the newest first, until there are enough. */
import type { MessageView } from '../model/views.ts';
import type { SearchPage, SearchQuery } from '../ports/search.ts';
import { asksAnything, fits, hitsOf } from '../search/search-messages.ts';
import { wantedWords } from '../search/wanted-words.ts';

/** @param channels the messages of each, the newest first */
export const searchByReading = (channels: readonly Iterable<MessageView>[], query: SearchQuery): SearchPage => {
  const phrases = wantedWords(query.words);
  if (!asksAnything(query, phrases)) return { hits: [] };
  const found = new Map<string, MessageView>();
  for (const message of newestFirst(channels)) {
    if (fits(query, phrases, message)) found.set(message.id, message);
    if (found.size > query.limit) break;
  }
  const hits = hitsOf(found, phrases, query.limit);
  const last = hits.at(-1);
  return found.size > query.limit && last !== undefined ? { hits, cursor: last.message.sortKey } : { hits };
};

function* newestFirst(channels: readonly Iterable<MessageView>[]): Iterable<MessageView> {
  const open = channels.map((channel) => {
    const rest = channel[Symbol.iterator]();
    return { rest, next: rest.next() };
  });
  for (;;) {
    let newest: { one: (typeof open)[number]; message: MessageView } | undefined;
    for (const one of open) {
      if (one.next.done === true) continue;
      const message = one.next.value;
      if (newest === undefined || message.sortKey > newest.message.sortKey) newest = { one, message };
    }
    if (newest === undefined) return;
    yield newest.message;
    newest.one.next = newest.one.rest.next();
  }
}
