import type { RekeyReason } from './device-api.ts';

/** What happened to this device's key, and what to do, for people. */
export const rekeyWords = (state: 'waits' | 'done', reason: RekeyReason): string =>
  state === 'waits' ? `${WHY[reason]} ${WAITS[reason]}` : `${WHY[reason]} ${DONE}`;

const WHY = {
  forked:
    'This profile is in use twice: it was copied, or restored from a backup, and both went on under one key. That looks like forgery to others.',
  'clock-ahead': 'This machine’s clock was more than a day ahead when you wrote, and has been set right since.',
} as const;

const WAITS = {
  forked:
    'This device takes a new key as soon as it reaches another member; until then others may not see what you write. Use each copy of a profile on one machine only.',
  'clock-ahead': 'This device takes a new key, so that what you write from now on shows the right time.',
} as const;

const DONE =
  'It has a new key now and goes on under your name. What you wrote stays here; others keep what reached them before.';
