/** Takes runs of lanes that were stored: from the record store, which are shown already, or the journal, which are not. */
import { readLaneFrame } from '../lanes/lane-frame.ts';
import type { FreshRecord } from '../lanes/lane.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { BodyFill } from './body-fill.ts';
import type { Community } from './community.ts';
import type { MessageFeed } from './message-feed.ts';

export const createRestore =
  (
    { crypto, logger }: { crypto: Crypto; logger: Logger },
    community: Community,
    to: {
      feed: Pick<MessageFeed, 'stored' | 'carried'>;
      bodies: BodyFill;
      show: (place: LanePlace, records: readonly FreshRecord[], how: { isNew: boolean }) => Promise<void>;
    },
  ) =>
  async (frame: Uint8Array, from: 'record-store' | 'journal'): Promise<void> => {
    const run = readLaneFrame(crypto, community.id, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) return logger.warn('stored-run-not-taken', { error: run.error });
    const { place } = run.value;
    const lane = community.lane(place.channel, place.device);
    const accepted = lane.accept(run.value, 'stored');
    if (!accepted.ok) return logger.warn('stored-run-not-taken', { error: accepted.error });
    if (accepted.value.length > 0) community.laneGrew(place.channel, lane, bytesOf(accepted.value));
    lane.markDurable(Number.POSITIVE_INFINITY);
    const counting = accepted.value.filter(({ record }) => record.envelope.seq < lane.limit());
    if (from === 'record-store') {
      if (community.isOurs(place.channel)) to.feed.stored(counting.map(({ record }) => ({ place, record })));
      else to.feed.carried(place.channel);
      return community.shelf.adopt(place, counting);
    }
    community.shelf.add(place, counting);
    await to.show(place, [...counting, ...to.bodies.restore(run.value)], { isNew: false });
  };

/** What records take up in memory. */
export const bytesOf = (fresh: readonly FreshRecord[]): number =>
  fresh.reduce((sum, { record }) => sum + record.size + (record.body?.length ?? 0), 0);
