/** When a community passes on and asks for what sync has decided. */
import type { Clock } from '../ports/clock.ts';
import type { CommunitySync } from '../sync/community-sync.ts';
import type { SyncEffects } from '../sync/sync-effects.ts';
import { createSoon } from './soon.ts';

export type SyncTimers = Pick<SyncEffects, 'askSoon' | 'firstSoon' | 'relaySoon' | 'tellSoon' | 'watch'> & {
  dispose: () => void;
};

/** So that several tables that come together make one question, and what others have by then is not sent to them. */
const SOON_MS = 30;
/** A tail is asked for, comes, is written and drawn: measured on a small machine, over loopback. History that came meanwhile doubled it. */
const FIRST_MS = 400;
/** So that receipts for lanes that come together are one; sooner than anything is sent twice for want of them. */
const TELL_MS = 10;
/** A hop of the tree takes a few milliseconds and an fsync; what stays away for one to two of these is asked for. */
const WATCH_MS = 400;

export const createSyncTimers = (
  clock: Clock,
  sync: () => Pick<CommunitySync, 'askAll' | 'askOverdue' | 'firstIsHere' | 'relay' | 'tellBriefly'>,
): SyncTimers => {
  const { soon, dispose } = createSoon(clock);
  const watch = (): void =>
    soon('watch', WATCH_MS, () => {
      if (sync().askOverdue()) watch();
    });
  return {
    askSoon: () => soon('ask', SOON_MS, () => sync().askAll()),
    firstSoon: () => soon('first', FIRST_MS, () => sync().firstIsHere()),
    tellSoon: () => soon('tell', TELL_MS, () => sync().tellBriefly()),
    relaySoon: () => soon('relay', SOON_MS, () => sync().relay()),
    watch,
    dispose,
  };
};
