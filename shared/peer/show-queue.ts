/**
 * Shows what has come in as few steps as it takes: what comes while one is being written waits for the next, and history that
 * comes lane by lane waits a moment for more of it. A lane of a few records at a time would otherwise cost a step for each of
 * them, and lanes lie across each other in time: each step writes most of the channel's rows again.
 */
import type { MessageFeed } from './message-feed.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type ShowQueue = {
  /**
   * Resolves at once, but for when too much waits.
   * @param how isLast: no more history is on its way for now
   */
  add: (records: readonly PlacedRecord[], how: { isNew: boolean; isLast?: boolean }) => Promise<void>;
  /** Resolves when everything added so far is shown, or could not be. */
  shown: () => Promise<void>;
  /** False once something could not be shown: it is on the disk, and will be at the next start. */
  isAllShown: () => boolean;
  dispose: () => void;
};

const MOST_WAITING = 8_192;
/** Who reads what is new waits for the step; nobody waits for what is read back. */
const MOST_NEW_AT_ONCE = 4_096;
const MOST_AT_ONCE = 8_192;
/** So many new records of a lane at once are history: nobody said them just now. */
const HISTORY = 32;
const GATHER_MS = 200;

type Waiting = { records: PlacedRecord[]; isNew: boolean };

/**
 * @param failed told of each step that could not be done
 * @param after does something in so many milliseconds, unless it is cancelled by the answer
 */
export const createShowQueue = (
  show: MessageFeed['show'],
  failed: (error: unknown) => void,
  after: (ms: number, action: () => void) => () => void,
): ShowQueue => {
  const waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let gathering: (() => void) | undefined;
  let isAllShown = true;
  /** Something waits that is not history, or somebody waits for all of it. */
  let isDue = false;
  let isDisposed = false;

  const next = (): Waiting | undefined =>
    isDue || (waiting[0]?.records.length ?? 0) >= MOST_NEW_AT_ONCE ? waiting.shift() : undefined;

  const work = async (): Promise<void> => {
    for (let step = next(); step !== undefined; step = next()) {
      await show(step.records, { isNew: step.isNew }).catch((error: unknown) => {
        isAllShown = false;
        failed(error);
      });
    }
    working = undefined;
    isDue = false;
    if (waiting.length > 0) gather();
  };
  const begin = (): void => {
    gathering?.();
    gathering = undefined;
    if (waiting.length === 0 || working !== undefined) return;
    // in a turn of its own: it must not be over before it is known to be working
    working = Promise.resolve().then(work);
  };
  const gather = (): void => {
    if (!isDisposed) gathering ??= after(GATHER_MS, showAll);
  };
  const showAll = (): void => {
    isDue = waiting.length > 0;
    begin();
  };
  const shown = (): Promise<void> => {
    showAll();
    return working ?? Promise.resolve();
  };

  return {
    shown,
    isAllShown: () => isAllShown,
    dispose: () => {
      isDisposed = true;
      gathering?.();
    },
    add: async (records, { isNew, isLast = false }) => {
      hold(waiting, records, isNew);
      if (!isNew || isLast || records.length < HISTORY) showAll();
      else if ((waiting[0]?.records.length ?? 0) >= MOST_NEW_AT_ONCE) begin();
      else if (working === undefined) gather();
      if (waiting.reduce((sum, each) => sum + each.records.length, 0) > MOST_WAITING) await shown();
    },
  };
};

const hold = (waiting: Waiting[], records: readonly PlacedRecord[], isNew: boolean): void => {
  const last = waiting.at(-1);
  const most = isNew ? MOST_NEW_AT_ONCE : MOST_AT_ONCE;
  if (last?.isNew === isNew && last.records.length < most) last.records.push(...records);
  else waiting.push({ records: [...records], isNew });
};
