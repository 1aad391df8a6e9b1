/**
 * Keeps lanes, documents and what is shown below the limits that governance sets (ban cuts, proven forks). Limits go
 * down, and up again where a removal turns out to be void; what lies beyond is kept for that.
 */
import type { ChannelId } from '../base/ids.ts';
import { laneLimit } from '../governance/community-state.ts';
import type { FreshRecord, Lane, StoredRecord } from '../lanes/lane.ts';
import { type LanePlace, writeEnvelope } from '../lanes/record.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';

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
  const placeOf = (channel: ChannelId, lane: Lane, segment: number): LanePlace => ({
    community: community.id,
    channel,
    segment,
    device: lane.device,
  });

  const limitOf = (channel: ChannelId, lane: Lane): number => {
    const state = community.plant === 'cuts-not-applied' ? undefined : community.state();
    if (state === undefined) return Number.POSITIVE_INFINITY;
    // whoever brought the device in had no right to: it said nothing
    if (!state.devices.has(lane.device)) return 0;
    return laneLimit(state, lane.device, channel) ?? Number.POSITIVE_INFINITY;
  };

  const lower = async (channel: ChannelId, lane: Lane, limit: number): Promise<void> => {
    for (const [segment, first] of segmentsFrom(lane, limit)) {
      community.shelf.truncate(placeOf(channel, lane, segment), first.index);
    }
    await projection.forgetFrom({ community: community.id, channel, device: lane.device }, limit);
  };

  const raise = async (channel: ChannelId, lane: Lane, from: number): Promise<void> => {
    const records: PlacedRecord[] = [];
    for (let seq = from; seq < lane.durable(); seq += 1) {
      const record = lane.record(seq);
      if (record === undefined) break;
      const place = placeOf(channel, lane, record.segment);
      community.shelf.add(place, [freshOf(lane, record)]);
      records.push({ place, record });
    }
    await show(records);
  };

  const applyTo = async (channel: ChannelId, lane: Lane): Promise<void> => {
    const limit = limitOf(channel, lane);
    const before = lane.limit();
    if (limit === before) return;
    const shown = lane.durable();
    lane.setLimit(limit);
    if (limit < shown) await lower(channel, lane, limit);
    else if (lane.durable() > shown) await raise(channel, lane, shown);
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

/** For each segment that has records from `seq` on, the first of them. */
const segmentsFrom = (lane: Lane, seq: number): Map<number, StoredRecord> => {
  const firsts = new Map<number, StoredRecord>();
  for (let at = seq; at < lane.kept(); at += 1) {
    const record = lane.record(at);
    if (record !== undefined && !firsts.has(record.segment)) firsts.set(record.segment, record);
  }
  return firsts;
};

const freshOf = (lane: Lane, record: StoredRecord): FreshRecord => {
  const before = record.index === 0 ? undefined : lane.record(record.envelope.seq - 1)?.envelope;
  return { record, bytes: writeEnvelope(record.envelope, before) };
};
