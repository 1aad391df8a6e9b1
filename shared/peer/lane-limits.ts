/**
 * Keeps lanes and what is shown below the limits that governance sets (ban cuts, proven forks). Limits go
 * down, and up again where a removal turns out to be void; what lies beyond is kept for that.
 */
import type { ChannelId } from '../base/ids.ts';
import { laneLimit } from '../governance/community-state.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { placedIn } from './placed-in.ts';

export type LaneLimits = {
  /** Before anything of a new lane is taken. */
  prepare: (channel: ChannelId, lane: Lane) => void;
  /** Governance changed. */
  apply: () => Promise<void>;
};

export const createLaneLimits = (
  community: Community,
  projection: Pick<Projection, 'forgetFrom'>,
  show: (records: readonly PlacedRecord[]) => Promise<void>,
): LaneLimits => {
  const limitOf = (channel: ChannelId, lane: Lane): number => {
    const state = community.plant === 'cuts-not-applied' ? undefined : community.state();
    if (state === undefined) return Number.POSITIVE_INFINITY;
    // whoever brought the device in had no right to: it said nothing
    if (!state.devices.has(lane.device)) return 0;
    return laneLimit(state, lane.device, channel) ?? Number.POSITIVE_INFINITY;
  };

  const applyTo = async (channel: ChannelId, lane: Lane): Promise<void> => {
    const limit = limitOf(channel, lane);
    const before = lane.limit();
    if (limit === before) return;
    const shown = lane.durable();
    lane.setLimit(limit);
    if (limit < shown) await projection.forgetFrom({ community: community.id, channel, device: lane.device }, limit);
    else if (lane.durable() > shown) await show(placedIn(community, { channel, lane }, shown, lane.durable()));
  };

  return {
    prepare: (channel, lane) => {
      if (lane.kept() === 0) lane.setLimit(limitOf(channel, lane));
    },
    apply: async () => {
      for (const channel of community.laneChannels()) {
        for (const lane of community.lanes(channel)) await applyTo(channel, lane);
      }
    },
  };
};
