/**
 * Shows what has come in as few steps as it takes: what comes while one is being written waits for the next. A lane of a few
 * records at a time would otherwise cost a step for each of them.
 */
import type { MessageFeed } from './message-feed.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type ShowQueue = {
  /** Resolves at once, but for when too much waits. */
  add: (records: readonly PlacedRecord[], how: { isNew: boolean }) => Promise<void>;
  /** Resolves when everything added so far is shown, or could not be. */
  shown: () => Promise<void>;
  /** False once something could not be shown: it is on the disk, and will be at the next start. */
  isAllShown: () => boolean;
};

const MOST_WAITING = 8_192;
/**
 * Who reads what is new waits for the step; nobody waits for what is read back. Lanes lie across each other in time, so a
 * step of many of them writes each part of a channel once, and not once for each lane.
 */
const MOST_NEW_AT_ONCE = 4_096;
const MOST_AT_ONCE = 8_192;

type Waiting = { records: PlacedRecord[]; isNew: boolean };

/** @param failed told of each step that could not be done */
export const createShowQueue = (show: MessageFeed['show'], failed: (error: unknown) => void): ShowQueue => {
  const waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let isAllShown = true;

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await show(next.records, { isNew: next.isNew }).catch((error: unknown) => {
        isAllShown = false;
        failed(error);
      });
    }
    working = undefined;
  };
  const shown = (): Promise<void> => working ?? Promise.resolve();

  return {
    shown,
    isAllShown: () => isAllShown,
    add: async (records, { isNew }) => {
      const last = waiting.at(-1);
      const most = isNew ? MOST_NEW_AT_ONCE : MOST_AT_ONCE;
      if (last?.isNew === isNew && last.records.length < most) last.records.push(...records);
      else waiting.push({ records: [...records], isNew });
      working ??= work();
      if (waiting.reduce((sum, each) => sum + each.records.length, 0) > MOST_WAITING) await shown();
    },
  };
};
