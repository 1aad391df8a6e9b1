/** Takes runs of lanes that were stored: from the record store, which are shown already, or the journal, which are not. */
import { readLaneFrame } from '../lanes/lane-frame.ts';
import type { FreshRecord } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { BodyFill } from './body-fill.ts';
import type { Community } from './community.ts';
import type { MessageFeed } from './message-feed.ts';

export type Restore = {
  take: (frame: Uint8Array, from: 'record-store' | 'journal') => Promise<void>;
  /** A lane has grown: takes what waited for that. */
  behind: (place: LanePlace) => Promise<void>;
};

export const createRestore = (
  { crypto, logger }: { crypto: Crypto; logger: Logger },
  community: Community,
  to: {
    feed: Pick<MessageFeed, 'stored' | 'carried'>;
    bodies: BodyFill;
    show: (place: LanePlace, records: readonly FreshRecord[], how: { isNew: boolean }) => Promise<void>;
  },
): Restore => {
  /** @returns the place of the lane that grew by it */
  const takeOne = async (frame: Uint8Array, from: 'record-store' | 'journal'): Promise<LanePlace | undefined> => {
    const run = readLaneFrame(crypto, community.id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) {
      logger.warn('stored-run-not-taken', { error: run.error });
      return undefined;
    }
    const { place } = run.value;
    const lane = community.lane(place.channel, place.device);
    const accepted = lane.accept(run.value, 'stored');
    if (!accepted.ok) {
      logger.warn('stored-run-not-taken', { error: accepted.error });
      if (accepted.error === 'gap' && from === 'journal') community.parked.add(place, frame);
      return undefined;
    }
    if (accepted.value.length > 0) community.laneGrew(place.channel, lane, bytesOf(accepted.value));
    lane.markDurable(Number.POSITIVE_INFINITY);
    const counting = accepted.value.filter(({ record }) => record.envelope.seq < lane.limit());
    if (from === 'journal') {
      community.shelf.add(place, counting);
      await to.show(place, [...counting, ...to.bodies.restore(run.value)], { isNew: false });
    } else {
      if (community.isOurs(place.channel)) to.feed.stored(counting.map(({ record }) => ({ place, record })));
      else to.feed.carried(place);
      community.shelf.adopt(place, counting);
    }
    return accepted.value.length > 0 ? place : undefined;
  };

  const behind: Restore['behind'] = async (place) => {
    for (let hasGrown = true; hasGrown;) {
      hasGrown = false;
      for (const frame of community.parked.take(place)) {
        if ((await takeOne(frame, 'journal')) !== undefined) hasGrown = true;
      }
    }
  };

  return {
    behind,
    take: async (frame, from) => {
      const grown = await takeOne(frame, from);
      if (grown !== undefined) await behind(grown);
    },
  };
};

/** What records take up in memory. */
export const bytesOf = (fresh: readonly FreshRecord[]): number =>
  fresh.reduce((sum, { record }) => sum + record.size + (record.body?.length ?? 0), 0);
