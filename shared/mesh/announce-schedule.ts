/** How often a device announces itself, and looks for one more link. */
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

export type AnnounceSchedule = {
  /** Something changed: at once and often again, then ever more seldom. */
  soon: () => void;
  dispose: () => void;
};

export type AnnounceSchedulePorts = {
  clock: Clock;
  random: Random;
  announce: () => void;
  seek: () => void;
};

const FIRST_MS = 1_000;
const LAST_MS = 20_000;
/** With hundreds of devices that do so, somebody does every second. */
const SEEK_EVERY_MS = 5 * 60_000;

export const createAnnounceSchedule = ({ clock, random, announce, seek }: AnnounceSchedulePorts): AnnounceSchedule => {
  let wait = FIRST_MS;
  let cancelAnnounce = (): void => undefined;
  let cancelSeek = (): void => undefined;
  let isDisposed = false;

  const jitter = (): number => 0.5 + (random.bytes(1)[0] ?? 0) / 255;
  const next = (): void => {
    cancelAnnounce();
    if (isDisposed) return;
    cancelAnnounce = clock.after(wait * jitter(), () => {
      announce();
      wait = Math.min(wait * 2, LAST_MS);
      next();
    });
  };
  const nextSeek = (): void => {
    cancelSeek = clock.after(SEEK_EVERY_MS * jitter(), () => {
      seek();
      nextSeek();
    });
  };
  nextSeek();

  return {
    soon: () => {
      wait = FIRST_MS;
      next();
    },
    dispose: () => {
      isDisposed = true;
      cancelAnnounce();
      cancelSeek();
    },
  };
};
