/** When a community passes on and asks for what sync has decided. */
import type { Clock } from '../ports/clock.ts';
import type { CommunitySync } from '../sync/community-sync.ts';
import type { SyncEffects } from '../sync/sync-effects.ts';
import { createSoon } from './soon.ts';

export type SyncTimers = Pick<SyncEffects, 'askSoon' | 'firstSoon' | 'relaySoon' | 'tellSoon' | 'watch'> & {
  dispose: () => void;
};

/** So that several tables that come together make one question. */
const ASK_MS = 10;
/** So that what others have by then is not sent to them. */
const RELAY_MS = 30;
/** So that receipts for lanes that come together are one; sooner than anything is sent twice for want of them. */
const TELL_MS = 10;
/** A hop of the tree takes a few milliseconds and an fsync; what stays away for one to two of these is asked for. */
const WATCH_MS = 400;

export const createSyncTimers = (
  clock: Clock,
  sync: () => Pick<CommunitySync, 'askAll' | 'askOverdue' | 'firstIsHere' | 'relay' | 'tellBriefly'>,
  /** Of what is seen first. */
  first: { ms: number; isOver: () => void },
): SyncTimers => {
  const { soon, dispose } = createSoon(clock);
  const watch = (): void =>
    soon('watch', WATCH_MS, () => {
      if (sync().askOverdue()) watch();
    });
  return {
    askSoon: () => soon('ask', ASK_MS, () => sync().askAll()),
    firstSoon: () =>
      soon('first', first.ms, () => {
        sync().firstIsHere();
        first.isOver();
      }),
    tellSoon: () => soon('tell', TELL_MS, () => sync().tellBriefly()),
    relaySoon: () => soon('relay', RELAY_MS, () => sync().relay()),
    watch,
    dispose,
  };
};
