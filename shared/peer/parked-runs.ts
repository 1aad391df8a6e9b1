/**
 * Runs that the journal has, and that follow records which it lost: they wait until these come back from members. Nobody else
 * may have them, so they are not thrown away.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';

type LaneName = { channel: ChannelId; device: DeviceId };

export type ParkedRuns = {
  add: (lane: LaneName, frame: Uint8Array) => void;
  /** What waits in a lane, in the journal's order; it waits no more. */
  take: (lane: LaneName) => Uint8Array[];
  isEmpty: () => boolean;
  /** The journal has lost something. */
  noteDamage: () => void;
  /**
   * True if what a device said in a channel is lost in the middle: what it said next would get the numbers of what waits.
   * Without damage there is nothing to wait for: what follows nothing then was refused by a full disk.
   */
  leavesGapIn: (lane: LaneName) => boolean;
};

export const createParkedRuns = (): ParkedRuns => {
  const parked = new Map<string, Uint8Array[]>();
  let isDamaged = false;
  const nameOf = ({ channel, device }: LaneName): string => `${channel}/${device}`;
  return {
    add: (lane, frame) => {
      const name = nameOf(lane);
      parked.set(name, [...(parked.get(name) ?? []), frame]);
    },
    take: (lane) => {
      const frames = parked.get(nameOf(lane)) ?? [];
      parked.delete(nameOf(lane));
      return frames;
    },
    isEmpty: () => parked.size === 0,
    noteDamage: () => {
      isDamaged = true;
    },
    leavesGapIn: (lane) => isDamaged && parked.has(nameOf(lane)),
  };
};
