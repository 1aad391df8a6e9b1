/** A query → the newest messages that fit it as they are shown now. The index names candidates; here they are read. */
import { clockText } from '../base/clock-text.ts';
import type { MessageView } from '../model/views.ts';
import type { SearchHit, SearchPage, SearchQuery } from '../ports/search.ts';
import type { Clause } from './clause.ts';
import type { ClockRange, Hunt } from './hunt.ts';
import { marksOf, matchesAll, type Phrase } from './phrase.ts';
import { channelKeyOf, type Place } from './places.ts';
import { hasLink, termOf, wantedFor } from './terms.ts';
import { wantedWords } from './wanted-words.ts';

/** Candidates that are read for one page, so that a hopeless query ends; the next page goes on from there. */
const MOST_READ = 2_000;

export type SearchSources = {
  hunt: (clauses: readonly Clause[], range: ClockRange) => Hunt;
  /** What is shown at these places now; where a place has none, none. In any order. */
  messagesAt: (places: readonly Place[]) => Promise<MessageView[]>;
};

export const searchMessages = async ({ hunt, messagesAt }: SearchSources, query: SearchQuery): Promise<SearchPage> => {
  const phrases = wantedWords(query.words);
  if (!asksAnything(query, phrases)) return { hits: [] };
  const hunting = hunt(clausesOf(query, phrases), rangeOf(query));
  const found = new Map<string, MessageView>();
  let read = 0;
  for (;;) {
    const places = await hunting.next(Math.max(8, query.limit - found.size + 4));
    if (places.length === 0) return { hits: hitsOf(found, phrases, query.limit) };
    read += places.length;
    for (const message of await messagesAt(places)) if (fits(query, phrases, message)) found.set(message.id, message);
    const last = places.at(-1);
    if (last === undefined || (found.size <= query.limit && read < MOST_READ)) continue;
    const hits = hitsOf(found, phrases, query.limit);
    const lastHit = found.size > query.limit ? hits.at(-1) : undefined;
    return { hits, cursor: lastHit?.message.sortKey ?? last.clock };
  }
};

/** Would a message be found? Of a message as it is shown now. */
export const fits = (query: SearchQuery, phrases: readonly Phrase[], message: MessageView): boolean =>
  isReadable(message) &&
  isWithin(query, message) &&
  (query.hasLink !== true || hasLink(message.text)) &&
  matchesAll(phrases, message.text);

const isReadable = ({ gone, hidden, text }: MessageView): boolean =>
  gone === undefined && hidden === undefined && text !== '';

const isWithin = (query: SearchQuery, { community, channel, author, sentAt, sortKey }: MessageView): boolean => {
  const { channels, authors, from = 0, before = Number.POSITIVE_INFINITY, cursor } = query;
  if (community !== query.community || sentAt < from || sentAt >= before) return false;
  if (channels?.includes(channel) === false || authors?.includes(author) === false) return false;
  return cursor === undefined || sortKey < cursor;
};

export const asksAnything = (query: SearchQuery, phrases: readonly Phrase[]): boolean => {
  const { channels, authors, from, before, hasLink: withLink } = query;
  if (channels?.length === 0 || authors?.length === 0) return false; // of nobody, or nowhere
  const isFiltered = [channels, authors, from, before].some((one) => one !== undefined) || withLink === true;
  return phrases.length > 0 || (isFiltered && query.words.trim() === '');
};

export const hitsOf = (
  found: ReadonlyMap<string, MessageView>,
  phrases: readonly Phrase[],
  limit: number,
): SearchHit[] =>
  [...found.values()]
    .sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1))
    .slice(0, limit)
    .map((message) => ({ message, marks: marksOf(phrases, message.text) }));

const clausesOf = (query: SearchQuery, phrases: readonly Phrase[]): Clause[] => {
  const { community, channels, authors } = query;
  const exact = (term: string): Clause[number] => ({ term, isBegun: false });
  const words = phrases.flatMap((phrase) => wantedFor(phrase).map((wanted): Clause => [wanted]));
  return [
    [exact(termOf.community(community))],
    ...(channels === undefined
      ? []
      : [channels.map((channel) => exact(termOf.channel(channelKeyOf(community, channel))))]),
    ...(authors === undefined ? [] : [authors.map((author) => exact(termOf.author(author)))]),
    ...(query.hasLink === true ? [[exact(termOf.link)]] : []),
    ...words,
  ];
};

/** The cursor is the sort key of a hit, or only a clock. */
const rangeOf = ({ from, before, cursor }: SearchQuery): ClockRange => {
  // a place has only the clock of a sort key, so the cursor's own clock is looked through again
  const ends = [before === undefined ? [] : [clockAt(before)], cursor === undefined ? [] : [`${cursor.slice(0, 16)}~`]];
  const [end] = ends.flat().sort();
  return { ...(from === undefined ? {} : { from: clockAt(from) }), ...(end === undefined ? {} : { before: end }) };
};

/** The first clock of a millisecond. */
const clockAt = (ms: number): string => {
  const whole = Math.min(2 ** 48 - 1, Math.max(0, Math.ceil(ms)));
  return clockText(whole, 0);
};
