/** Takes records that were stored: pages of the record store, which are shown already, and runs of the journal, which are not. */
import { readLaneFrame } from '../lanes/lane-frame.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { StoredState } from '../ports/record-store.ts';
import type { BodyFill } from './body-fill.ts';
import type { Community } from './community.ts';
import type { MessageFeed } from './message-feed.ts';
import { placedIn } from './placed-in.ts';

export type Restore = {
  adopt: (page: StoredState['pages'][number]) => void;
  take: (frame: Uint8Array) => Promise<void>;
  /** A lane has grown: takes what waited for that, unless more of the lane is on its way to the disk. */
  behind: (place: LanePlace) => Promise<void>;
};

export const createRestore = (
  { crypto, logger }: { crypto: Crypto; logger: Logger },
  community: Community,
  to: {
    feed: Pick<MessageFeed, 'stored' | 'carried'>;
    bodies: BodyFill;
    show: (place: LanePlace, records: readonly StoredRecord[], how: { isNew: boolean }) => Promise<void>;
  },
): Restore => {
  type Taken = { lane: LanePlace; from: number; outcome: 'grown' | 'known' | 'gap' };

  /** @returns undefined for one that is worth nothing */
  const takeOne = async (frame: Uint8Array, how: 'stored' | 'parked'): Promise<Taken | undefined> => {
    const run = readLaneFrame(crypto, community.id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) {
      logger.warn('stored-run-not-taken', { error: run.error });
      return undefined;
    }
    const { place } = run.value;
    const taken = { lane: place, from: run.value.from };
    const lane = community.lane(place.channel, place.device);
    const accepted = lane.accept(run.value, how);
    if (!accepted.ok) {
      if (accepted.error === 'gap') return { ...taken, outcome: 'gap' };
      logger.warn('stored-run-not-taken', { error: accepted.error });
      return undefined;
    }
    if (accepted.value.length > 0) community.laneGrew(place.channel, lane, bytesOf(accepted.value));
    lane.markDurable(Number.POSITIVE_INFINITY);
    const counting = accepted.value.filter(({ envelope }) => envelope.seq < lane.limit());
    await to.show(place, [...counting, ...to.bodies.restore(run.value)], { isNew: false });
    return { ...taken, outcome: accepted.value.length > 0 ? 'grown' : 'known' };
  };

  const behind: Restore['behind'] = async (place) => {
    while (!isWriting(community.lane(place.channel, place.device))) {
      const run = community.parked.takeFirst(place);
      if (run === undefined) return;
      const taken = await takeOne(run.frame, 'parked');
      if (taken?.outcome === 'gap') return community.parked.add(place, run);
    }
  };

  const adopt: Restore['adopt'] = (page) => {
    const { channel, device, seq, count } = page;
    const lane = community.lane(channel, device);
    lane.adopt(page);
    community.laneGrew(channel, lane, page.size);
    if (!community.isOurs(channel)) return to.feed.carried(page);
    if (!page.isShown) to.feed.stored(placedIn(community, { channel, lane }, seq, seq + count));
  };

  return {
    adopt,
    behind,
    take: async (frame) => {
      const taken = await takeOne(frame, 'stored');
      if (taken?.outcome === 'grown') return behind(taken.lane);
      if (taken?.outcome !== 'gap') return;
      logger.warn('stored-run-not-taken', { error: 'gap' });
      community.parked.add(taken.lane, { segment: taken.lane.segment, from: taken.from, frame });
    },
  };
};

/** Records are on their way to the disk: what follows them would count as being there too. */
const isWriting = (lane: Lane): boolean => lane.record(lane.kept()) !== undefined;

/** What records take up in memory. */
export const bytesOf = (fresh: readonly StoredRecord[]): number =>
  fresh.reduce((sum, { bytes, body }) => sum + bytes.length + (body?.length ?? 0), 0);
