/**
 * What is said here in one go becomes durable together: as one entry of the journal, one frame to others and one step on
 * screen. A script that says hundreds of things at once would else pay for each of them alone.
 */
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';

export type OwnRecords = {
  /** Of this device's lane in a channel, the next one. Resolves when it is on the disk. */
  add: (place: LanePlace, fresh: StoredRecord) => Promise<void>;
};

/** An entry of these has about 30 KiB if they are short messages. */
const MOST_TOGETHER = 128;
const MOST_BYTES = 48 * 1024;

type Together = { place: LanePlace; fresh: StoredRecord[]; bytes: number; saved: Promise<void> };

/** @param grow makes records of one lane, one right after another, durable */
export const createOwnRecords = (
  grow: (place: LanePlace, fresh: readonly StoredRecord[]) => Promise<void>,
): OwnRecords => {
  const gathering = new Map<LanePlace['channel'], Together>();

  const begin = (place: LanePlace): Together => {
    const fresh: StoredRecord[] = [];
    const saved = Promise.resolve().then(() => {
      if (gathering.get(place.channel) === together) gathering.delete(place.channel);
      return grow(place, fresh);
    });
    const together = { place, fresh, bytes: 0, saved };
    gathering.set(place.channel, together);
    return together;
  };

  return {
    add: (place, fresh) => {
      const before = gathering.get(place.channel);
      const hasRoom = before !== undefined && before.fresh.length < MOST_TOGETHER && before.bytes < MOST_BYTES;
      const together = hasRoom ? before : begin(place);
      together.fresh.push(fresh);
      together.bytes += fresh.bytes.length + (fresh.body?.length ?? 0);
      return together.saved;
    },
  };
};
