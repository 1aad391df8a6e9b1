/**
 * What the record store lacks. It also gets what lies beyond a lane's limit: the limit may rise again, and a device that
 * forgot over a restart what it had signed would sign something else under the same numbers.
 */
import type { LaneRun } from '../lanes/lane-frame.ts';
import { writeLaneFrame } from '../lanes/lane-frame.ts';
import { writeEnvelope } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { StoredRun } from '../ports/record-store.ts';
import { withBodies } from '../sync/lane-run.ts';
import type { Community } from './community.ts';

export const takeStoredRuns = (crypto: Crypto, community: Community): StoredRun[] =>
  changedRuns(community)
    .map((run) => withWhatDoesNotCount(community, run))
    .filter((run) => run.envelopes.length > 0)
    .map((run) => storedRun(crypto, run));

const changedRuns = ({ shelf, lane }: Community): LaneRun[] => [
  ...shelf.takeChanged(),
  ...shelf.takeTouched().map((run) => withBodies(lane(run.place.channel, run.place.device), run)),
];

const withWhatDoesNotCount = (community: Community, run: LaneRun): LaneRun => {
  const { place, from } = run;
  const lane = community.lane(place.channel, place.device);
  const envelopes = [...run.envelopes];
  const bodies = [...run.bodies];
  for (let seq = lane.durable(); seq < lane.kept(); seq += 1) {
    const record = lane.record(seq);
    if (record?.segment !== place.segment || record.index !== from + envelopes.length) continue;
    const before = record.index === 0 ? undefined : lane.record(seq - 1)?.envelope;
    envelopes.push(writeEnvelope(record.envelope, before));
    bodies.push(record.body);
  }
  return { place, from, envelopes, bodies };
};

const storedRun = (crypto: Crypto, run: LaneRun): StoredRun => ({
  ...run.place,
  from: run.from,
  count: run.envelopes.length,
  frame: writeLaneFrame(crypto, run),
});
