/** Filters as they were typed → whose messages, where, and from when. */
import type { ChannelView, MemberView } from '../model/views.ts';
import type { SearchQuery } from '../ports/search.ts';
import type { Filter, ParsedQuery } from './parse-query.ts';
import { matchesAll, phraseOf } from './phrase.ts';

export type Narrowed = {
  query: Pick<SearchQuery, 'words' | 'channels' | 'authors' | 'from' | 'before' | 'hasLink'>;
  /**
   * Filters that mean nobody, no channel, no day, or nothing that messages have; then nothing is
   * looked for: `query` asks for messages of nobody.
   */
  unknown: readonly Filter[];
};

type Known = {
  channels: readonly Pick<ChannelView, 'id' | 'name'>[];
  /** Former ones too. */
  members: readonly Pick<MemberView, 'id' | 'name'>[];
  /** For `from:me`. */
  me: MemberView['id'] | undefined;
  /** When a day begins, in milliseconds since the Unix epoch; days may be beyond the end of their month. */
  dayStart: (year: number, month: number, day: number) => number;
};

/** Several `from:` or `in:` mean any of them; several days, all of them. */
export const narrow = ({ words, filters }: ParsedQuery, known: Known): Narrowed => {
  const unknown: Filter[] = [];
  const read = <Found>(key: Filter['key'], find: (value: string) => Found[]): Found[] | undefined => {
    const named = filters.filter((filter) => filter.key === key);
    if (named.length === 0) return undefined;
    return named.flatMap((filter) => {
      const found = find(filter.value);
      if (found.length === 0) unknown.push(filter);
      return found;
    });
  };
  const authors = read('from', (name) =>
    name.toLowerCase() === 'me' && known.me !== undefined ? [known.me] : called(name, known.members),
  );
  const channels = read('in', (name) => called(name.replace(/^#/, ''), known.channels));
  const from = read('after', (day) => startOf(day, known.dayStart));
  const before = read('before', (day) => startOf(day, known.dayStart));
  const has = read('has', (what) => (/^links?$/i.test(what) ? [true] : []));
  // what is left of the filters would find what was not meant
  if (unknown.length > 0) return { query: { words, authors: [] }, unknown };
  return {
    query: {
      words,
      ...(authors && { authors }),
      ...(channels && { channels }),
      ...(from && { from: Math.max(...from) }),
      ...(before && { before: Math.min(...before) }),
      ...(has && { hasLink: true }),
    },
    unknown,
  };
};

/** Those of just that name, or else those in whose name its words stand. */
const called = <Id>(name: string, list: readonly { id: Id; name: string }[]): Id[] => {
  const exact = list.filter((one) => one.name === name);
  const phrase = phraseOf(name, true);
  const found = exact.length > 0 || phrase === undefined ? exact : list.filter((one) => matchesAll([phrase], one.name));
  return found.map(({ id }) => id);
};

/** `2026`, `2026-01` or `2026-01-31`: its first moment. */
const startOf = (text: string, dayStart: Known['dayStart']): number[] => {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ?? [];
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  return year === undefined || m < 1 || m > 12 || d < 1 || d > 31 ? [] : [dayStart(Number(year), m, d)];
};
