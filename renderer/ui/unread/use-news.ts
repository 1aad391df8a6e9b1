import { useMemo } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import { type NewsReader, newsReader, sumOf } from '../../app/shown-news.ts';
import { useApp, useStore } from '../app-context.ts';

/** What is new in a channel, as it is shown. */
export const useNews = (): NewsReader => {
  const { unread, inbox, attention } = useApp();
  const counts = useStore(unread.counts);
  const mentions = useStore(inbox.mentions);
  const version = useStore(attention.version);
  return useMemo(
    () => newsReader(counts, mentions, (scope) => (version >= 0 ? attention.mutedUntil(scope) : 0)),
    [counts, mentions, attention, version],
  );
};

/** What is new in all channels of a community, or everywhere. */
export const useNewsOf = (): ((community?: CommunityId) => ReturnType<typeof sumOf>) => {
  const news = useNews();
  const places = useStore(useApp().places.all);
  return useMemo(
    () => (community) =>
      sumOf(
        (places ?? [])
          .filter((place) => community === undefined || place.community.id === community)
          .flatMap(({ channels }) => channels.map(news)),
      ),
    [news, places],
  );
};
