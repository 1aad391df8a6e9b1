/**
 * When to call in the rooms of earlier epochs. Two halves of a community that rotated apart know no room of each
 * other's but those: somebody must announce there now and then. Not always: each call makes connections that end as
 * soon as they show that the two are linked already.
 */
import type { Clock } from '../ports/clock.ts';

export type Beacon = { isOn: () => boolean; dispose: () => void };

const ON_MS = 15_000;
const OFF_MS = 30_000;

/** @param changed it went on or off */
export const createBeacon = (clock: Clock, changed: () => void): Beacon => {
  let isOn = true;
  let cancel = (): void => undefined;
  const turn = (): void => {
    cancel = clock.after(isOn ? ON_MS : OFF_MS, () => {
      isOn = !isOn;
      turn();
      changed();
    });
  };
  turn();
  return { isOn: () => isOn, dispose: () => cancel() };
};
