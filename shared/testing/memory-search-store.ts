/** The parts of a search index in memory, for tests. */
import type { PackedRun, RunHead, SearchStore } from '../ports/search-store.ts';

export const createMemorySearchStore = (): SearchStore & { bytes: () => Uint8Array[] } => {
  const runs = new Map<number, { head: RunHead; blocks: Uint8Array[]; pages: Uint8Array[] }>();
  let nextId = 1;
  const add = ({ head, blocks, pages }: PackedRun): void => {
    runs.set(nextId, { head: { ...head, id: nextId }, blocks: [...blocks], pages: [...pages] });
    nextId += 1;
  };
  return {
    heads: async () => [...runs.values()].map(({ head }) => head),
    read: async (kind, run, numbers) => numbers.map((number) => runs.get(run)?.[kind][number]),
    replace: async (change) => {
      for (const run of change.remove) runs.delete(run);
      if (change.add !== undefined) add(change.add);
    },
    rewrite: async (run, changed) => {
      const held = runs.get(run);
      if (held === undefined) return;
      if (changed.terms !== undefined) held.head = { ...held.head, terms: changed.terms };
      for (const kind of ['blocks', 'pages'] as const) {
        for (const [number, bytes] of changed[kind]) held[kind][number] = bytes;
      }
    },
    bytes: () => [...runs.values()].flatMap(({ blocks, pages }) => [...blocks, ...pages]),
  };
};
