/** What the record store lacks of a community's lanes. */
import type { PageWithBytes } from '../ports/record-store.ts';
import type { Community } from './community.ts';
import type { MessageFeed } from './message-feed.ts';

export const takeUnsavedPages = (community: Community, feed: Pick<MessageFeed, 'isShown'>): PageWithBytes[] =>
  community.laneChannels().flatMap((channel) =>
    community.lanes(channel).flatMap((lane) =>
      lane.takeUnsaved((record) => {
        const place = { community: community.id, channel, device: lane.device, segment: record.segment };
        return feed.isShown({ place, record });
      }),
    ),
  );

export const pagesSaved = (community: Community): void => {
  for (const channel of community.laneChannels()) for (const lane of community.lanes(channel)) lane.saved();
};
