/** What the browser's database keeps between starts: the record store and the projection. It may be wiped at any time. */
import { createMemoryProjection } from '../../peer/memory-projection.ts';
import type { Projection, Queries } from '../../ports/projection.ts';
import type { Search } from '../../ports/search.ts';
import type { RecordStore, StoredRun, StoredState } from '../../ports/record-store.ts';

export type SimCache = {
  store: RecordStore;
  projection: Projection & Queries & Search;
  runs: () => StoredRun[];
  /** Grows with whatever is shown or taken away. */ writes: () => number;
};

export const createSimCache = (): SimCache => {
  let runs = new Map<string, StoredRun>();
  let entries: Uint8Array[] = [];
  let journalPosition = 0;
  let writes = 0;
  const load = async (): Promise<StoredState> => ({ runs: inOrder(runs), entries: [...entries], journalPosition });
  return {
    projection: counted(createMemoryProjection(), () => void (writes += 1)),
    writes: () => writes,
    runs: () => inOrder(runs),
    store: {
      load,
      save: async (added) => {
        for (const run of added.runs) runs.set(keyOf(run), run);
        entries.push(...added.entries);
        journalPosition = added.journalPosition;
      },
      clear: async () => {
        runs = new Map();
        entries = [];
        journalPosition = 0;
      },
    },
  };
};

const counted = (projection: Projection & Queries & Search, count: () => void): Projection & Queries & Search => {
  const noted =
    <Input extends unknown[], Output>(write: (...input: Input) => Output) =>
    (...input: Input): Output => {
      count();
      return write(...input);
    };
  const { setCommunities, setChannels, setMembers, putMessages, forgetFrom, clear } = projection;
  return {
    ...projection,
    setCommunities: noted(setCommunities),
    setChannels: noted(setChannels),
    setMembers: noted(setMembers),
    putMessages: noted(putMessages),
    forgetFrom: noted(forgetFrom),
    clear: noted(clear),
  };
};

const keyOf = (run: StoredRun): string =>
  [run.community, run.channel, run.segment, run.device, String(run.from).padStart(9, '0')].join(' ');

/** Of each lane in its order: earlier segments and earlier runs first. */
const inOrder = (runs: ReadonlyMap<string, StoredRun>): StoredRun[] =>
  [...runs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, run]) => run);
