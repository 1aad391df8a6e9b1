/** Several runs → one. What was erased stays behind. */
import type { PackedRun, RunHead, SearchStore } from '../ports/search-store.ts';
import { readParts } from './find-in-run.ts';
import { packedRun } from './gathering.ts';
import { comparePlaces, decodePage, type Place } from './places.ts';
import { packPostings, unpackPostings } from './postings.ts';
import { createBlockWriter, readBlock, type TermEntry } from './term-blocks.ts';

type Reading = Pick<SearchStore, 'read'>;

/** @returns undefined if everything in them was erased */
export const mergeRuns = async (store: Reading, heads: readonly RunHead[]): Promise<PackedRun | undefined> => {
  const { places, renumbered } = await mergePlaces(store, heads);
  if (places.length === 0) return undefined;
  const streams = await Promise.all(heads.map((head) => openTerms(store, head)));
  const writer = createBlockWriter();
  for (let term = lowest(streams); term !== undefined; term = lowest(streams)) {
    const numbers = await takeNumbers(term, streams, heads, renumbered);
    if (numbers.length > 0) writer.add({ term, ...packPostings(Uint32Array.from(numbers).sort(), places.length) });
  }
  return packedRun(places, writer.take('end'));
};

/** Where a term stands in all the runs; each stream that is at it goes on. */
const takeNumbers = async (
  term: string,
  streams: readonly TermStream[],
  heads: readonly RunHead[],
  renumbered: readonly Uint32Array[],
): Promise<number[]> => {
  const numbers: number[] = [];
  for (const [at, stream] of streams.entries()) {
    const entry = stream.entry();
    if (entry?.term !== term) continue;
    for (const number of unpackPostings(entry, heads[at]?.docs ?? 0)) {
      const now = renumbered[at]?.[number] ?? GONE;
      if (now !== GONE) numbers.push(now);
    }
    const next = stream.next();
    if (next !== undefined) await next;
  }
  return numbers;
};

const GONE = 0xffffffff;

const mergePlaces = async (
  store: Reading,
  heads: readonly RunHead[],
): Promise<{ places: Place[]; renumbered: Uint32Array[] }> => {
  const all: { place: Place; run: number; number: number }[] = [];
  for (const [run, head] of heads.entries()) {
    const pages = await readParts(store, 'pages', head.id, [...head.pages.keys()]);
    const places = pages.flatMap((page) => decodePage(page, head.channels));
    for (const [number, place] of places.entries()) if (place.channelKey !== '') all.push({ place, run, number });
  }
  // each run is in order already, which makes this cheap
  all.sort((a, b) => comparePlaces(a.place, b.place));
  const renumbered = heads.map(({ docs }) => new Uint32Array(docs).fill(GONE));
  for (const [rank, { run, number }] of all.entries()) {
    const numbers = renumbered[run];
    if (numbers !== undefined) numbers[number] = rank;
  }
  return { places: all.map(({ place }) => place), renumbered };
};

type TermStream = {
  /** The term where the stream is; undefined at its end. */
  entry: () => TermEntry | undefined;
  /** Goes on; a promise where a block has to be read first. */
  next: () => Promise<void> | undefined;
};

const BLOCKS_AT_ONCE = 16;

const openTerms = async (store: Reading, head: RunHead): Promise<TermStream> => {
  let entries: TermEntry[] = [];
  let at = 0;
  let block = 0;
  const read = async (): Promise<void> => {
    entries = [];
    at = 0;
    while (entries.length === 0 && block < head.terms.length) {
      const numbers = Array.from({ length: Math.min(BLOCKS_AT_ONCE, head.terms.length - block) }, (_, i) => block + i);
      block += numbers.length;
      for (const part of await readParts(store, 'blocks', head.id, numbers)) {
        readBlock(part, (entry) => void entries.push(entry));
      }
    }
  };
  await read();
  return {
    entry: () => entries[at],
    next: () => {
      at += 1;
      return at < entries.length ? undefined : read();
    },
  };
};

const lowest = (streams: readonly TermStream[]): string | undefined => {
  let term: string | undefined;
  for (const stream of streams) {
    const entry = stream.entry();
    if (entry !== undefined && (term === undefined || entry.term < term)) ({ term } = entry);
  }
  return term;
};
