/**
 * Shows what has come in as few steps as it takes: what comes while one is being written waits for the next. A lane of a few
 * records at a time would otherwise cost a step for each of them.
 */
import type { MessageFeed } from './message-feed.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type ShowQueue = {
  /** Resolves at once, but for when too much waits. */
  add: (records: readonly PlacedRecord[], how: { isNew: boolean }) => Promise<void>;
  /** Resolves when everything added so far is shown. Rejects if anything, ever, could not be. */
  shown: () => Promise<void>;
};

const MOST_WAITING = 8_192;
/** Who reads what is new waits for the step; nobody waits for what is read back. */
const MOST_NEW_AT_ONCE = 1_024;
const MOST_AT_ONCE = 8_192;

type Waiting = { records: PlacedRecord[]; isNew: boolean };

export const createShowQueue = (show: MessageFeed['show']): ShowQueue => {
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await show(next.records, { isNew: next.isNew });
      } catch (error) {
        failure ??= { error };
        throw error;
      }
    }
  };
  const begin = (): Promise<void> =>
    (working ??= work().finally(() => {
      working = undefined;
    }));
  const count = (): number => waiting.reduce((sum, { records }) => sum + records.length, 0);

  return {
    add: async (records, { isNew }) => {
      const last = waiting.at(-1);
      const most = isNew ? MOST_NEW_AT_ONCE : MOST_AT_ONCE;
      if (last?.isNew === isNew && last.records.length < most) last.records.push(...records);
      else waiting.push({ records: [...records], isNew });
      const begun = begin();
      if (count() > MOST_WAITING) await begun;
      // whoever needs to know asks `shown`
      else begun.catch(() => undefined);
    },
    shown: async () => {
      while (working !== undefined || waiting.length > 0) await begin();
      if (failure !== undefined) throw failure.error;
    },
  };
};
