/** All communities with their channels, as they are now: for what goes on in channels that are not on screen. */
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { ChannelView, CommunityView } from '../../shared/model/views.ts';
import type { AppServices } from './services.ts';
import { createStore, type ReadableStore } from './store.ts';

export type Place = { community: CommunityView; channels: readonly ChannelView[] };

export type Places = {
  /** Undefined until they were read. */
  all: ReadableStore<readonly Place[] | undefined>;
  community: (id: CommunityId) => CommunityView | undefined;
  channel: (community: CommunityId, id: ChannelId) => ChannelView | undefined;
  dispose: () => void;
};

export const createPlaces = ({
  queries,
  watch,
  report,
  changes,
}: Pick<AppServices, 'queries' | 'watch' | 'report' | 'changes'>): Places => {
  const all = createStore<readonly Place[] | undefined>(undefined);
  const read = async (): Promise<Place[]> => {
    const communities = await queries.communities();
    return Promise.all(
      communities.map(async (community) => ({ community, channels: await queries.channels(community.id) })),
    );
  };
  const follow = () => watch(read).subscribe(all.set, (error) => report('reading the channels', error));
  let following = follow();
  const stop = changes.subscribe(() => {
    following.unsubscribe();
    following = follow();
  });
  const find = (id: CommunityId): Place | undefined => all.get()?.find(({ community }) => community.id === id);
  return {
    all,
    community: (id) => find(id)?.community,
    channel: (community, id) => find(community)?.channels.find((channel) => channel.id === id),
    dispose: () => {
      stop();
      following.unsubscribe();
    },
  };
};
