/** Puts bodies that were missing into the records that lacked them: durable first, like everything. */
import type { Lane } from '../lanes/lane.ts';
import { type LaneRun, writeLaneFrame } from '../lanes/lane-frame.ts';
import { bySegment, type LaneName, runOf } from '../lanes/lane-runs.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { CommitLog } from './commit-log.ts';
import type { Community } from './community.ts';
import { writeJournalEntry } from './journal-entry.ts';
import type { PlacedRecord } from './message-stubs.ts';

export type BodyFill = {
  /** Of a run that was accepted: what is missing here without a reason. Deleted words do not come back. */
  take: (run: LaneRun) => Promise<void>;
  /** Of a run that is on the disk already. @returns what has its body now */
  restore: (run: LaneRun) => StoredRecord[];
};

export const createBodyFill = (
  { crypto, commitLog }: { crypto: Crypto; commitLog: CommitLog },
  community: Community,
  came: (place: LanePlace, lane: Lane, found: readonly StoredRecord[]) => Promise<void>,
): BodyFill => {
  const laneOf = ({ channel, device }: LanePlace): Lane => community.lane(channel, device);

  const put = (place: LanePlace, found: readonly StoredRecord[]): void => {
    for (const { envelope, body } of found) if (body !== undefined) laneOf(place).putBody(envelope.seq, body);
  };
  const entryOf = (place: LanePlace, one: StoredRecord): Uint8Array =>
    writeJournalEntry({
      kind: 'lane',
      community: community.id,
      frame: writeLaneFrame(crypto, runOf(place, [one])),
    });

  return {
    take: async (run) => {
      const { place } = run;
      const lane = laneOf(place);
      const missing = new Set(community.missingBodies(place.channel, lane));
      const found = lane.missingFrom(run).filter(({ envelope }) => missing.has(envelope.seq));
      if (found.length === 0) return;
      await commitLog.commit(
        found.map((one) => entryOf(place, one)),
        async () => {
          put(place, found);
          await came(place, lane, found);
          return [];
        },
      );
    },
    restore: (run) => {
      const found = laneOf(run.place).missingFrom(run);
      put(run.place, found);
      return found;
    },
  };
};

/** The lane's own records, whose bodies come and go. */
export const inLane = (name: LaneName, lane: Lane, found: readonly StoredRecord[]): PlacedRecord[] =>
  bySegment(
    name,
    found.flatMap(({ envelope }) => lane.record(envelope.seq) ?? []),
  ).flatMap(({ place, part }) => part.map((record) => ({ place, record })));
