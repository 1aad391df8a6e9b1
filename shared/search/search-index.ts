/**
 * The index: what came last is gathered in memory, then written as a run; runs of about one size are merged. It says where
 * a query may fit, never too little; whether it does is seen in the messages as they are now.
 */
import { drop } from '../base/drop.ts';
import type { RunHead, SearchStore } from '../ports/search-store.ts';
import type { Clause } from './clause.ts';
import { eraseFromRun } from './erase-from-run.ts';
import { createGathering, type SearchDoc } from './gathering.ts';
import { type ClockRange, type Hunt, huntFor } from './hunt.ts';
import { mergeRuns } from './merge-runs.ts';
import { comparePlaces, type Place } from './places.ts';

export type SearchIndex = {
  /**
   * What is added is found at once.
   * @param entry of the log, which is done when these are written; left out where there is more of it to come
   * @returns when there is room for more
   */
  add: (docs: readonly SearchDoc[], entry?: number) => Promise<void>;
  /** Takes what was said at chosen places out of the index. @param clocks the first and last that can be among them */
  erase: (
    isChosen: (place: Place) => boolean,
    clocks: { first: string; last: string },
    entries: readonly number[],
  ) => Promise<void>;
  hunt: (clauses: readonly Clause[], range: ClockRange) => Hunt;
  /** Nothing more comes for a while: what is gathered is written, if that is much, and need not be read again at the next start. */
  rest: () => Promise<void>;
  /** Resolves when nothing is being written or merged. */
  settled: () => Promise<void>;
};

export type IndexSizes = {
  /** Texts that are gathered before they are written; entries of the log likewise. */
  gathered: number;
  entries: number;
  /** Texts that are worth a run when nothing more comes. */
  worth: number;
  /** Runs of one tier that are merged, and how much larger than the one before a tier is. */
  fan: number;
  /** A run of this many texts is not merged any more. */
  largest: number;
};

const SIZES: IndexSizes = { gathered: 16_384, entries: 1_024, worth: 1_024, fan: 8, largest: 131_072 };

/** @param report where merging fails, which loses nothing */
export const createSearchIndex = async (
  store: SearchStore,
  report: (what: string, error: unknown) => void,
  sizes = SIZES,
): Promise<SearchIndex> => {
  let heads = await store.heads();
  let gathering = createGathering();
  let done: number[] = [];
  /** Being written; still searched in memory. */
  let leaving: ReturnType<typeof createGathering>[] = [];

  let working: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const worked = working.then(work);
    working = worked.catch(() => undefined); // its caller has the error
    return worked;
  };

  const write = async (written: typeof gathering, entries: readonly number[]): Promise<void> => {
    const run = written.pack();
    await store.replace({ ...(run && { add: run }), remove: [], done: entries });
    heads = await store.heads();
    leaving = leaving.filter((one) => one !== written);
  };

  const flush = async (): Promise<void> => {
    const [written, entries] = [gathering, done];
    gathering = createGathering();
    done = [];
    leaving = [...leaving, written];
    await inTurn(() => write(written, entries));
    drop(inTurn(merge), 'merging the search index', report);
  };

  const merge = async (): Promise<void> => {
    for (let due = dueToMerge(heads, sizes); due.length > 0; due = dueToMerge(heads, sizes)) {
      const run = await mergeRuns(store, due);
      await store.replace({ ...(run && { add: run }), remove: due.map(({ id }) => id), done: [] });
      heads = await store.heads();
    }
  };

  const noteDone = async (entry: number | undefined): Promise<void> => {
    if (entry !== undefined) done.push(entry);
    if (gathering.size() >= sizes.gathered || done.length >= sizes.entries) await flush();
  };

  return {
    add: (docs, entry) => {
      for (const doc of docs) gathering.add(doc);
      return noteDone(entry);
    },
    erase: async (isChosen, { first, last }, entries) => {
      for (const one of [gathering, ...leaving]) one.erase(isChosen);
      await inTurn(async () => {
        for (const head of heads.filter((one) => one.last >= first && (one.pages[0] ?? '') <= last)) {
          await eraseFromRun(store, head, isChosen);
        }
        heads = await store.heads(); // with the first terms that are left
        await store.replace({ remove: [], done: entries });
      });
    },
    hunt: (clauses, range) => {
      const gathered = [gathering, ...leaving].flatMap((one) => one.find(clauses));
      return huntFor(
        store,
        heads,
        gathered.sort((a, b) => comparePlaces(b, a)),
        clauses,
        range,
      );
    },
    rest: async () => {
      if (gathering.size() >= sizes.worth) await flush();
    },
    settled: () => working,
  };
};

/** A tier that has its number of runs, the smallest first. */
const dueToMerge = (heads: readonly RunHead[], { gathered, fan, largest }: IndexSizes): RunHead[] => {
  const tiers = new Map<number, RunHead[]>();
  for (const head of heads) {
    // rounded, because runs that were changed are a little smaller
    const tier = Math.max(0, Math.round(Math.log(Math.max(1, (head.docs * fan) / gathered)) / Math.log(fan)));
    if (head.docs * 2 <= largest) tiers.set(tier, [...(tiers.get(tier) ?? []), head]);
  }
  const due = [...tiers.entries()].sort(([a], [b]) => a - b).find(([, runs]) => runs.length >= fan)?.[1] ?? [];
  const fitting: RunHead[] = [];
  for (const head of due) if (head.docs + sum(fitting) <= largest) fitting.push(head);
  return fitting.length > 1 ? fitting : [];
};

const sum = (heads: readonly RunHead[]): number => heads.reduce((docs, head) => docs + head.docs, 0);
