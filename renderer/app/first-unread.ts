/** The first message after the line between read and unread that somebody else wrote. */
import type { ChannelView, MessageView } from '../../shared/model/views.ts';
import type { AppModel } from './app-model.ts';

const LOOKED_AT = 20;

/** @param divider the sort key of the last message that was read */
export const firstUnread = async (
  { services, places }: Pick<AppModel, 'services' | 'places'>,
  { community, id }: Pick<ChannelView, 'community' | 'id'>,
  divider: string,
): Promise<MessageView | undefined> => {
  const me = places.community(community)?.me;
  const after = await services.queries.historyFrom(community, id, { limit: LOOKED_AT, from: `${divider}\0` });
  return after.find(({ author }) => author !== me);
};
