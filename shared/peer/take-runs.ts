/** Takes the records that arrive on a link: all that one message brings together, or, if anything of it is wrong, run by run. */
import type { LinkId } from '../base/ids.ts';
import { type LaneRun, readLaneFrames } from '../lanes/lane-frame.ts';
import type { AcceptError, Lane } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { CommunitySync } from '../sync/community-sync.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { BodyFill } from './body-fill.ts';
import type { Community } from './community.ts';
import type { ForkWatch } from './fork-watch.ts';
import type { LaneLimits } from './lane-limits.ts';
import { bytesOf } from './restore-run.ts';
import type { RuntimePorts } from './runtime-ports.ts';

type Parts = {
  limits: Pick<LaneLimits, 'prepare'>;
  sync: Pick<CommunitySync, 'mayTake' | 'cameAgain'>;
  bodies: Pick<BodyFill, 'take'>;
  forks: Pick<ForkWatch, 'noticed'>;
  grow: (place: LanePlace, fresh: readonly StoredRecord[], source: LinkId) => Promise<void>;
  /** Something is wrong with what a session sent. */
  refuse: (session: LinkSession, reason: string) => void;
};

export const createTakeRuns = (
  ports: Pick<RuntimePorts, 'crypto' | 'clock' | 'logger' | 'drop' | 'isDiskFull'>,
  community: Community,
  parts: () => Parts,
): ((session: LinkSession, frames: Uint8Array) => void) => {
  const { logger } = ports;

  const taken = (
    session: LinkSession,
    lane: Lane,
    runs: readonly [LaneRun, ...LaneRun[]],
    fresh: StoredRecord[],
  ): void => {
    const { sync, grow, bodies } = parts();
    const [{ place }] = runs;
    if (fresh.length > 0) community.laneGrew(place.channel, lane, bytesOf(fresh));
    else sync.cameAgain(session, place);
    ports.drop(grow(place, fresh, session.link), 'storing received records');
    for (const run of runs) ports.drop(bodies.take(run), 'storing received bodies');
  };

  const notTaken = (session: LinkSession, run: LaneRun, error: AcceptError): void => {
    if (error === 'gap') return logger.warn('run-not-taken', { error });
    if (error !== 'fork' && error !== 'apart') return parts().refuse(session, error);
    logger.warn('run-not-taken', { error });
    parts().forks.noticed(session, run, error);
  };

  /** Each has a good signature of its own, if the device made it. */
  const takeEach = (session: LinkSession, lane: Lane, runs: readonly LaneRun[]): void => {
    for (const run of runs) {
      const accepted = lane.accept(run);
      if (!accepted.ok) return notTaken(session, run, accepted.error);
      taken(session, lane, [run], accepted.value);
    }
  };

  return (session, frames) => {
    const { sync, limits, refuse } = parts();
    const read = readLaneFrames(ports.crypto, community.id, frames);
    if (!read.ok) return refuse(session, read.error);
    const runs = read.value;
    const [{ place }] = runs;
    if (ports.isDiskFull()) return; // sent unasked; asked for once there is room
    const records = runs.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
    if (!community.carries(place.channel, place.device) || !community.mayGrow(place.channel, place.device))
      return logger.warn('lane-not-carried', { records });
    // passed over, not refused: the tables show that they are missing, and then they are asked for
    if (!sync.mayTake(session, place, { at: ports.clock.now(), records, bytes: frames.length }))
      return logger.warn('records-over-budget', { records });
    const lane = community.lane(place.channel, place.device);
    limits.prepare(place.channel, lane);
    const accepted = lane.acceptAll(runs);
    if (accepted.ok) taken(session, lane, runs, accepted.value);
    else if (runs.length > 1) takeEach(session, lane, runs);
    else notTaken(session, runs[0], accepted.error);
  };
};
