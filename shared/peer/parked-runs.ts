/**
 * Runs that the journal has, and that follow records which it lost: they wait until these come back from members. Nobody else
 * may have them, so they are not thrown away.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';

type LaneName = { channel: ChannelId; device: DeviceId };

/** Where it stands in its lane, and its bytes. */
export type ParkedRun = { segment: number; from: number; frame: Uint8Array };

export type ParkedRuns = {
  add: (lane: LaneName, run: ParkedRun) => void;
  /** The one that comes first in its lane: while it follows nothing, none of the others does. It waits no more. */
  takeFirst: (lane: LaneName) => ParkedRun | undefined;
  isEmpty: () => boolean;
  /** True while something waits for what was lost: the next start has to read it from the journal again. */
  isWaiting: () => boolean;
  /** Whether the journal has lost something. */
  noteDamage: (isDamaged: boolean) => void;
  /**
   * True if what a device said in a channel is lost in the middle: what it said next would get the numbers of what waits.
   * Without damage there is nothing to wait for: what follows nothing then was refused by a full disk. With damage
   * anywhere nobody can tell the two apart, since mended entries stand elsewhere than they stood.
   */
  leavesGapIn: (lane: LaneName) => boolean;
};

export const createParkedRuns = (): ParkedRuns => {
  /** In the order of their lane, which is most often the journal's. */
  const parked = new Map<string, ParkedRun[]>();
  let isDamaged = false;
  const nameOf = ({ channel, device }: LaneName): string => `${channel}/${device}`;
  return {
    add: (lane, run) => {
      const name = nameOf(lane);
      const runs = parked.get(name) ?? [];
      runs.splice(placeOf(runs, run), 0, run);
      parked.set(name, runs);
    },
    takeFirst: (lane) => {
      const runs = parked.get(nameOf(lane));
      const first = runs?.shift();
      if (runs?.length === 0) parked.delete(nameOf(lane));
      return first;
    },
    isEmpty: () => parked.size === 0,
    isWaiting: () => isDamaged && parked.size > 0,
    noteDamage: (isThere) => {
      isDamaged = isThere;
    },
    leavesGapIn: (lane) => isDamaged && parked.has(nameOf(lane)),
  };
};

/** Behind all that come before it or stand in the same place. */
const placeOf = (runs: readonly ParkedRun[], run: ParkedRun): number => {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const held = runs[middle];
    if (held !== undefined && isBefore(run, held)) high = middle;
    else low = middle + 1;
  }
  return low;
};

const isBefore = (a: ParkedRun, b: ParkedRun): boolean =>
  a.segment === b.segment ? a.from < b.from : a.segment < b.segment;
