/** The projection in Dexie, written by the core's worker only. */
import type { MessageView } from '../../shared/model/views.ts';
import type { Projection } from '../../shared/ports/projection.ts';
import { channelKeyOf, communityOf, type Database } from './database.ts';
import { createChunkWriter } from './message-chunks.ts';

export const createDexieProjection = (database: Database): Projection => {
  const chunks = createChunkWriter(database);
  return {
    setCommunities: async (communities) => {
      const wanted = new Set<string>(communities.map(({ id }) => id));
      const isGone = (id: string): boolean => !wanted.has(id);
      await database.transaction('rw', tables(database), async () => {
        const held = await database.communities.toCollection().primaryKeys();
        await database.communities.bulkDelete(held.filter(isGone));
        await database.communities.bulkPut([...communities]);
        await forgetWhere(database, isGone);
      });
      await chunks.remove((channelKey) => isGone(communityOf(channelKey)));
    },
    setChannels: (community, channels) =>
      database.transaction('rw', database.channels, async () => {
        const wanted = new Set(channels.map(({ id }) => id));
        await database.channels
          .where('community')
          .equals(community)
          .filter(({ id }) => !wanted.has(id))
          .delete();
        await database.channels.bulkPut([...channels]);
      }),
    setMembers: (community, members) =>
      database.transaction('rw', database.members, async () => {
        const wanted = new Set(members.map(({ id }) => id));
        await database.members
          .where('community')
          .equals(community)
          .filter(({ id }) => !wanted.has(id))
          .delete();
        await database.members.bulkPut(members.map((member) => ({ ...member, devices: [...member.devices] })));
      }),
    putMessages: async (messages) => {
      for (const [channelKey, list] of byChannel(messages)) await chunks.put(channelKey, list);
    },
    putReceipts: async (receipts) => {
      await database.receipts.bulkPut(
        receipts.map((receipt) => ({ ...receipt, channelKey: channelKeyOf(receipt.community, receipt.channel) })),
      );
    },
    clear: async () => {
      await database.transaction('rw', tables(database), () =>
        Promise.all(tables(database).map((table) => table.clear())),
      );
      await chunks.clear();
    },
  };
};

/** All but messages, which have a writer of their own. */
const tables = ({ communities, channels, members, receipts }: Database) => [communities, channels, members, receipts];

/** Within a transaction on `tables`. */
const forgetWhere = async (database: Database, isGone: (community: string) => boolean): Promise<void> => {
  for (const table of [database.channels, database.members]) {
    const ids = await table.orderBy('community').uniqueKeys();
    await table
      .where('community')
      .anyOf(ids.filter((id) => typeof id === 'string' && isGone(id)))
      .delete();
  }
  const channelKeys = await database.receipts.orderBy('channelKey').uniqueKeys();
  await database.receipts
    .where('channelKey')
    .anyOf(channelKeys.filter((key) => typeof key === 'string' && isGone(communityOf(key))))
    .delete();
};

const byChannel = (messages: readonly MessageView[]): Map<string, MessageView[]> => {
  const grouped = new Map<string, MessageView[]>();
  for (const message of messages) {
    const key = channelKeyOf(message.community, message.channel);
    const list = grouped.get(key);
    if (list === undefined) grouped.set(key, [message]);
    else list.push(message);
  }
  return grouped;
};
