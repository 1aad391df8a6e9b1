/** Goes through everything that may fit, the newest first, over all runs at once; opens a run only when its turn comes. */
import type { RunHead, SearchStore } from '../ports/search-store.ts';
import type { Clause } from './clause.ts';
import { findInRun, readParts } from './find-in-run.ts';
import { decodePage, PAGE_PLACES, type Place } from './places.ts';
import { lastBefore } from './sorted.ts';

/** Clocks: from the one on, before the other. */
export type ClockRange = { from?: string; before?: string };

export type Hunt = {
  /** @returns `count` places, the newest first, and any more with the clock of the last; none at the end */
  next: (count: number) => Promise<Place[]>;
};

/** Places in order, of which some may have to be read first. */
type Cursor = {
  /** `unread`: the next one has to be read; undefined: no more. */
  peek: () => Place | 'unread' | undefined;
  step: () => void;
  read: () => Promise<void>;
};

const READ_AT_ONCE = 32;

/** @param gathered places that fit and are in no run, the newest first */
export const huntFor = (
  store: Pick<SearchStore, 'read'>,
  heads: readonly RunHead[],
  gathered: readonly Place[],
  clauses: readonly Clause[],
  range: ClockRange,
): Hunt => {
  const waiting = heads.filter((head) => mayHave(head, range)).sort((a, b) => (a.last < b.last ? 1 : -1));
  const cursors: Cursor[] = [cursorOn(gathered.filter(({ clock }) => isInside(clock, range)))];
  let openNext = 2;

  const open = async (): Promise<void> => {
    const opened = waiting.splice(0, openNext);
    openNext *= 2;
    cursors.push(...(await Promise.all(opened.map((head) => openRun(store, head, clauses, range)))));
  };

  /** The cursor that has the newest place, when that is known. */
  const newest = async (): Promise<Cursor | undefined> => {
    for (;;) {
      await Promise.all(cursors.filter((cursor) => cursor.peek() === 'unread').map((cursor) => cursor.read()));
      let best: Cursor | undefined;
      let clock = '';
      for (const cursor of cursors) {
        const place = cursor.peek();
        if (place === 'unread' || place === undefined || place.clock < clock) continue;
        best = cursor;
        ({ clock } = place);
      }
      const [next] = waiting;
      if (next === undefined || clock > next.last) return best;
      await open();
    }
  };

  return {
    next: async (count) => {
      const found: Place[] = [];
      for (;;) {
        const cursor = await newest();
        const place = cursor?.peek();
        if (cursor === undefined || place === undefined || place === 'unread') break;
        if (found.length >= count && place.clock !== found.at(-1)?.clock) break;
        found.push(place);
        cursor.step();
      }
      return found;
    },
  };
};

const isInside = (clock: string, { from, before }: ClockRange): boolean =>
  (from === undefined || clock >= from) && (before === undefined || clock < before);

const mayHave = ({ last, pages }: RunHead, { from, before }: ClockRange): boolean =>
  (from === undefined || last >= from) && (before === undefined || (pages[0] ?? '') < before);

const cursorOn = (places: readonly Place[]): Cursor => {
  let at = 0;
  return {
    peek: () => places[at],
    step: () => void (at += 1),
    read: () => Promise.resolve(),
  };
};

const openRun = async (
  store: Pick<SearchStore, 'read'>,
  head: RunHead,
  clauses: readonly Clause[],
  range: ClockRange,
): Promise<Cursor> => {
  const { before, from } = range;
  // whole pages beyond the range are not even read; several pages may begin with one clock
  const lastPage = before === undefined ? head.pages.length - 1 : lastBefore(head.pages, before);
  const firstPage = from === undefined ? 0 : Math.max(0, lastBefore(head.pages, from));
  const numbers = (await findInRun(store, head, clauses)).filter(
    (number) => number < (lastPage + 1) * PAGE_PLACES && number >= firstPage * PAGE_PLACES,
  );
  let at = 0;
  let known: Place[] = [];
  return {
    peek: () => known[0] ?? (at < numbers.length ? 'unread' : undefined),
    step: () => void known.shift(),
    read: async () => {
      // some of them may all be erased, or beyond the range
      while (known.length === 0 && at < numbers.length) {
        const next = numbers.slice(at, at + READ_AT_ONCE);
        at += next.length;
        const places = await placesAt(store, head, next);
        known = places.filter(({ channelKey, clock }) => channelKey !== '' && isInside(clock, range));
      }
    },
  };
};

const placesAt = async (
  store: Pick<SearchStore, 'read'>,
  head: RunHead,
  numbers: readonly number[],
): Promise<Place[]> => {
  const pages = [...new Set(numbers.map((number) => Math.floor(number / PAGE_PLACES)))];
  const parts = await readParts(store, 'pages', head.id, pages);
  const decoded = new Map(parts.map((part, i) => [pages[i], decodePage(part, head.channels)]));
  return numbers.flatMap((number) => decoded.get(Math.floor(number / PAGE_PLACES))?.[number % PAGE_PLACES] ?? []);
};
