/** What the UI reads. Inside Dexie's liveQuery each of these is asked again when what it read changes. */
import type { MemberView, MessageView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { channelKeyOf, type Database } from './database.ts';
import { rangeOf } from './message-chunks.ts';

export const createDexieQueries = (database: Database): Queries => ({
  communities: () => database.communities.toArray(),
  channels: async (community) => {
    const channels = await database.channels.where('community').equals(community).toArray();
    return channels.sort((a, b) => a.position - b.position);
  },
  members: (community) => membersWhere(database, community, true),
  formerMembers: (community) => membersWhere(database, community, false),
  roles: async (community) => {
    const roles = await database.roles.where('community').equals(community).toArray();
    return roles.sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
  },
  invites: async (community) => {
    const invites = await database.invites.where('community').equals(community).sortBy('place');
    return invites.map(({ place: _place, ...invite }) => invite);
  },
  history: async (community, channel, { limit, before }) => {
    const channelKey = channelKeyOf(community, channel);
    const found: MessageView[] = [];
    let bound = before;
    while (found.length < limit) {
      const [chunk] = await rangeOf(database, channelKey, bound).reverse().limit(1).toArray();
      if (chunk === undefined) break;
      found.unshift(...chunk.messages.filter((message) => before === undefined || message.sortKey < before));
      bound = chunk.first;
    }
    return found.slice(Math.max(0, found.length - limit));
  },
  messageCount: async (community, channel) => (await database.counts.get(channelKeyOf(community, channel)))?.count ?? 0,
  receipts: (community, channel) =>
    database.receipts.where('channelKey').equals(channelKeyOf(community, channel)).toArray(),
});

const membersWhere = (database: Database, community: string, isActive: boolean): Promise<MemberView[]> =>
  database.members
    .where('community')
    .equals(community)
    .filter(({ status }) => (status === 'active') === isActive)
    .toArray();
