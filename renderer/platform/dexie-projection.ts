/** The projection in Dexie, written by the core's worker only. */
import type { MessageView } from '../../shared/model/views.ts';
import type { Projection } from '../../shared/ports/projection.ts';
import { channelKeyOf, type Database } from './database.ts';
import { createChunkWriter } from './message-chunks.ts';

export const createDexieProjection = (database: Database): Projection => {
  const chunks = createChunkWriter(database);
  return {
    setCommunities: (communities) =>
      database.transaction('rw', database.communities, async () => {
        const wanted = new Set(communities.map(({ id }) => id));
        const held = await database.communities.toCollection().primaryKeys();
        await database.communities.bulkDelete(held.filter((id) => !wanted.has(id)));
        await database.communities.bulkPut([...communities]);
      }),
    setChannels: async (_community, channels) => {
      await database.channels.bulkPut([...channels]);
    },
    setMembers: async (_community, members) => {
      await database.members.bulkPut(members.map((member) => ({ ...member, devices: [...member.devices] })));
    },
    putMessages: async (messages) => {
      for (const [channelKey, list] of byChannel(messages)) await chunks.put(channelKey, list);
    },
    putReceipts: async (receipts) => {
      await database.receipts.bulkPut(
        receipts.map((receipt) => ({ ...receipt, channelKey: channelKeyOf(receipt.community, receipt.channel) })),
      );
    },
    clear: async () => {
      const { communities, channels, members, chunks: rows, counts, receipts } = database;
      await Promise.all([communities, channels, members, rows, counts, receipts].map((table) => table.clear()));
      chunks.forget();
    },
  };
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
