/** Records whose key is not here: of channels that somebody else reads, or that this device may be let into later. */
import { type ChannelId, type OpId, opId } from '../base/ids.ts';
import { equalBytes } from '../base/bytes.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type LockedRecords = {
  add: (placed: PlacedRecord) => void;
  /** Those whose key has come. */
  takeOpen: () => PlacedRecord[];
};

export const createLockedRecords = (community: Community): LockedRecords => {
  const byKey = new Map<string, { channel: ChannelId; key: OpId; records: PlacedRecord[] }>();
  return {
    add: (placed) => {
      const { channel } = placed.place;
      const key = opId(placed.record.envelope.epoch);
      const name = `${channel} ${key}`;
      const held = byKey.get(name) ?? { channel, key, records: [] };
      byKey.set(name, held);
      held.records.push(placed);
    },
    takeOpen: () => {
      const open = [...byKey].filter(([, { channel, key }]) => community.keys.opening(channel, key) !== undefined);
      for (const [name] of open) byKey.delete(name);
      return open.flatMap(([, { records }]) => records.filter((placed) => isStillThere(community, placed)));
    },
  };
};

/** Governance may have cut it off meanwhile, and another one stand in its place. */
const isStillThere = (community: Community, { place, record }: PlacedRecord): boolean =>
  equalBytes(community.lane(place.channel, place.device).record(record.envelope.seq)?.id ?? record.bytes, record.id);
