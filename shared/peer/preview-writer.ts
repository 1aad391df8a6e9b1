/** Writes previews of many lanes in one step: what comes while one is written waits for the next. */
import type { Clock } from '../ports/clock.ts';
import type { LaneKey } from '../sync/link-session.ts';
import type { PreviewScreen, Previewed } from './preview-screen.ts';

export type PreviewWriter = {
  /** One after another: what comes in order waits for what was written ahead of it. */
  inTurn: (write: () => Promise<void>) => Promise<void>;
  /** Shows these soon, before anything whose turn comes later. */
  show: (previewed: readonly Previewed[]) => void;
  /** Nothing of a lane is shown ahead any more. */
  end: (lane: LaneKey) => void;
};

/** A mark that outlives its previews is no harm: the next start finds nothing to take away. */
const MANY_ENDED = 64;

/** A long tail comes in a few frames; what is here by then is drawn at once. */
const GATHER_MS = 4;

/**
 * @param held the lanes of which something is shown ahead @param drop looks after a promise that nobody waits for
 * @param after does something in so many milliseconds
 */
export const createPreviewWriter = (
  screen: PreviewScreen,
  held: ReadonlyMap<LaneKey, unknown>,
  drop: (promise: Promise<unknown>, why: string) => void,
  after: Clock['after'],
): PreviewWriter => {
  let unshown: Previewed[] = [];
  let ended = new Set<LaneKey>();
  let isDue = false;
  let writing: Promise<void> = Promise.resolve();

  const inTurn: PreviewWriter['inTurn'] = (write) => {
    const done = writing.then(write);
    writing = done.catch(() => undefined); // its caller has the error
    return done;
  };

  const gathered = (): Promise<void> => new Promise((resolve) => void after(GATHER_MS, resolve));
  const write = async (): Promise<void> => {
    isDue = false;
    const fresh = unshown;
    const over = [...ended].filter((lane) => !held.has(lane));
    unshown = [];
    ended = new Set();
    await screen.show(fresh);
    if (over.length > 0) await screen.end(over);
  };

  const writeSoon = (): void => {
    if (isDue) return;
    isDue = true;
    drop(
      inTurn(() => gathered().then(write)),
      'showing what is newest',
    );
  };

  return {
    inTurn,
    show: (previewed) => {
      unshown.push(...previewed);
      writeSoon();
    },
    end: (lane) => {
      ended.add(lane);
      if (ended.size >= MANY_ENDED || held.size === 0) writeSoon();
    },
  };
};
