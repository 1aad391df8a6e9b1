/** Texts that came last, found at once and not in a run yet. */
import type { PackedRun } from '../ports/search-store.ts';
import { comparePlaces, encodePage, PAGE_PLACES, type Place } from './places.ts';
import type { Clause } from './clause.ts';
import { type Bits, createBits, intersect, numbersDown, packPostings } from './postings.ts';
import { seal } from './sealed-part.ts';
import { createBlockWriter } from './term-blocks.ts';
import { createTermLists, type TermLists } from './term-lists.ts';
import { hasLink, termOf, termsIn } from './terms.ts';

/** Something that was said: a message as it was written, or what it was changed to. */
export type SearchDoc = Place & { community: string; author: string; text: string };

export type Gathering = {
  add: (doc: SearchDoc) => void;
  /** Takes away what was said at chosen places. */
  erase: (isChosen: (place: Place) => boolean) => void;
  size: () => number;
  /** @returns places of what may fit every clause, the newest first */
  find: (clauses: readonly Clause[]) => Place[];
  /** @returns undefined if nothing is there */
  pack: () => PackedRun | undefined;
};

export const createGathering = (): Gathering => {
  const places: (Place | undefined)[] = [];
  const terms = createTermLists();
  const note = terms.add;
  return {
    add: ({ channelKey, clock, community, author, text }) => {
      const number = places.push({ channelKey, clock }) - 1;
      note(termOf.community(community), number);
      note(termOf.channel(channelKey), number);
      note(termOf.author(author), number);
      if (hasLink(text)) note(termOf.link, number);
      for (const term of termsIn(text)) note(term, number);
    },
    erase: (isChosen) => {
      for (const [number, place] of places.entries()) {
        if (place !== undefined && isChosen(place)) places[number] = undefined;
      }
    },
    size: () => places.length,
    find: (clauses) => {
      const found = createBits(places.length).fill(0xffffffff);
      for (const clause of clauses) intersect(found, bitsFor(clause, terms, places.length));
      const here = numbersDown(found, places.length).map((number) => places[number]);
      return here.filter((place) => place !== undefined).sort((a, b) => comparePlaces(b, a));
    },
    pack: () => pack(places, terms),
  };
};

const bitsFor = (clause: Clause, terms: TermLists, docs: number): Bits => {
  const bits = createBits(docs);
  const set = (number: number): void => void (bits[number >>> 5] = (bits[number >>> 5] ?? 0) | (1 << (number & 31)));
  for (const { term, isBegun } of clause) {
    if (!isBegun) terms.visit(term, set);
    else for (const one of terms.all()) if (one.startsWith(term)) terms.visit(one, set);
  }
  return bits;
};

const pack = (places: readonly (Place | undefined)[], terms: TermLists): PackedRun | undefined => {
  const sorted = [...places.entries()]
    .flatMap(([number, place]) => (place === undefined ? [] : [{ number, place }]))
    .sort((a, b) => comparePlaces(a.place, b.place));
  const last = sorted.at(-1);
  if (last === undefined) return undefined;
  const GONE = 0xffffffff;
  const scratch = new Uint32Array(sorted.length);
  const renumbered = new Uint32Array(places.length).fill(GONE);
  for (const [rank, { number }] of sorted.entries()) renumbered[number] = rank;
  const blocks = createBlockWriter();
  for (const term of [...terms.all()].sort()) {
    let count = 0;
    terms.visit(term, (number) => {
      const rank = renumbered[number] ?? GONE;
      if (rank !== GONE) scratch[count++] = rank;
    });
    const numbers = scratch.subarray(0, count).sort();
    if (count > 0) blocks.add({ term, ...packPostings(numbers, sorted.length) });
  }
  return packedRun(
    sorted.map(({ place }) => place),
    blocks.take('end'),
  );
};

/** @param places the oldest first, at least one */
export const packedRun = (
  places: readonly Place[],
  blocks: readonly { first: string; bytes: Uint8Array }[],
): PackedRun => {
  const channels = new Map<string, number>();
  for (const { channelKey } of places) if (!channels.has(channelKey)) channels.set(channelKey, channels.size);
  const pages: Uint8Array[] = [];
  const firsts: string[] = [];
  for (let at = 0; at < places.length; at += PAGE_PLACES) {
    pages.push(seal(encodePage(places.slice(at, at + PAGE_PLACES), channels)));
    firsts.push(places[at]?.clock ?? '');
  }
  const head = {
    docs: places.length,
    channels: [...channels.keys()],
    terms: blocks.map(({ first }) => first),
    pages: firsts,
    last: places.at(-1)?.clock ?? '',
  };
  return { head, blocks: blocks.map(({ bytes }) => seal(bytes)), pages };
};
