/** Takes records that were stored: pages of the record store, which are shown already, and runs of the journal, which are not. */
import { readLaneFrame } from '../lanes/lane-frame.ts';
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
  /** A lane has grown: takes what waited for that. */
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
  /** @returns the place of the lane that grew by it */
  const takeOne = async (frame: Uint8Array): Promise<LanePlace | undefined> => {
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
      if (accepted.error === 'gap') community.parked.add(place, frame);
      return undefined;
    }
    if (accepted.value.length > 0) community.laneGrew(place.channel, lane, bytesOf(accepted.value));
    lane.markDurable(Number.POSITIVE_INFINITY);
    const counting = accepted.value.filter(({ envelope }) => envelope.seq < lane.limit());
    await to.show(place, [...counting, ...to.bodies.restore(run.value)], { isNew: false });
    return accepted.value.length > 0 ? place : undefined;
  };

  const behind: Restore['behind'] = async (place) => {
    for (let hasGrown = true; hasGrown;) {
      hasGrown = false;
      for (const frame of community.parked.take(place)) {
        if ((await takeOne(frame)) !== undefined) hasGrown = true;
      }
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
      const grown = await takeOne(frame);
      if (grown !== undefined) await behind(grown);
    },
  };
};

/** What records take up in memory. */
export const bytesOf = (fresh: readonly StoredRecord[]): number =>
  fresh.reduce((sum, { bytes, body }) => sum + bytes.length + (body?.length ?? 0), 0);
