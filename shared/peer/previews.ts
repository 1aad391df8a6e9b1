/**
 * Shows the newest records of a channel before those that they follow are here. It is a look ahead and no more: they are not
 * in a lane, not on the disk, and nobody is told that they are here. In their turn they come again, and are made durable and
 * shown under the same ids; what comes otherwise, or does not count after all, is taken back.
 */
import { equalBytes } from '../base/bytes.ts';
import type { ChannelId } from '../base/ids.ts';
import { type LaneRun, readTailFrames } from '../lanes/lane-frame.ts';
import { readTail } from '../lanes/lane-tail.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { MAX_TAIL_RECORDS } from '../sync/tail-asker.ts';
import type { Community } from './community.ts';
import { createHeldPreviews, type HeldPreviews } from './held-previews.ts';
import type { LaneLimits } from './lane-limits.ts';
import type { RuntimePorts } from './runtime-ports.ts';

export type Previews = Pick<HeldPreviews, 'arrived' | 'governed' | 'look'> & {
  /** A tail arrived. */
  take: (session: LinkSession, frame: Uint8Array) => void;
};

export const createPreviews = (
  ports: Pick<RuntimePorts, 'clock' | 'crypto' | 'logger' | 'projection' | 'drop' | 'isDiskFull'>,
  community: Community,
  of: {
    limits: Pick<LaneLimits, 'prepare'>;
    mayTake: (session: LinkSession, channel: ChannelId, records: number) => boolean;
    /** Something is wrong with what a session sent. */
    refuse: (session: LinkSession, reason: string) => void;
  },
): Previews => {
  const { hold, arrived, governed, look } = createHeldPreviews(ports, community);
  /** @returns false if something is wrong with it */
  const takeRun = (session: LinkSession, run: LaneRun): boolean => {
    const { place } = run;
    const { channel, device } = place;
    if (!mayShow(community, place) || ports.isDiskFull()) return true;
    const lane = community.lane(channel, device);
    of.limits.prepare(channel, lane);
    const tail = readTail(ports.crypto, run, lane.limit());
    if (!tail.ok) {
      of.refuse(session, tail.error);
      return false;
    }
    const fresh = tail.value.filter(({ envelope }) => envelope.seq >= lane.accepted());
    // the lane itself shows which one it is
    if (partsFrom(lane, tail.value)) ports.logger.warn('tail-not-taken', { error: 'apart' });
    else hold(place, fresh);
    return true;
  };
  return {
    arrived,
    governed,
    look,
    take: (session, frame) => {
      const runs = readTailFrames(ports.crypto, community.id, frame, MAX_TAIL_RECORDS);
      if (!runs.ok) return of.refuse(session, runs.error);
      const [{ place }] = runs.value;
      const records = runs.value.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
      if (!of.mayTake(session, place.channel, records)) return of.refuse(session, 'tail-not-asked-for');
      for (const run of runs.value) if (!takeRun(session, run)) return;
    },
  };
};

const mayShow = (community: Community, { channel, device }: LanePlace): boolean =>
  community.isOurs(channel) && community.carries(channel, device) && community.mayGrow(channel, device);

/** What is here is not what the tail says is there. */
const partsFrom = (lane: Lane, records: readonly StoredRecord[]): boolean =>
  records.some(({ id, envelope }) => {
    const before = envelope.seq > 0 ? lane.idOf(envelope.seq - 1) : undefined;
    const here = lane.idOf(envelope.seq);
    return (
      (here !== undefined && !equalBytes(here, id)) || (before !== undefined && !equalBytes(before, envelope.prev))
    );
  });
