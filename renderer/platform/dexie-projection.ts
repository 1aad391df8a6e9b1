/** The projection in Dexie, written by the core's worker only. */
import type { Table } from 'dexie';

import { mergeReceipts } from '../../shared/model/receipts.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Projection } from '../../shared/ports/projection.ts';
import { channelKeyOf } from '../../shared/search/places.ts';
import { byKey } from './by-key.ts';
import { type ChunkBounds, createChunkBounds } from './chunk-bounds.ts';
import { communityOf, type Database } from './database.ts';
import { previewMarks } from './preview-marks.ts';
import { createEffectWriter, isDrop } from './effect-rows.ts';
import { createChunkWriter } from './message-chunks.ts';
import { NO_FEED, type SearchFeed } from './search-feed.ts';

/** @param parts what it shares with the search index, if there is one */
export const createDexieProjection = (
  database: Database,
  parts: { bounds: ChunkBounds; feed: SearchFeed } = { bounds: createChunkBounds(database), feed: NO_FEED },
): Projection => {
  const chunks = createChunkWriter(database, parts.bounds, parts.feed);
  const effects = createEffectWriter(database, parts.feed);
  const { forget: forgetPreviews, ...previews } = previewMarks(database);
  /** Of any others nothing is stored. Undefined until that was seen to. */
  let tidied: ReadonlySet<string> | undefined;
  return {
    setCommunities: async (communities) => {
      const wanted = new Set<string>(communities.map(({ id }) => id));
      const isGone = (id: string): boolean => !wanted.has(id);
      if (tidied !== undefined && ![...tidied].some(isGone)) {
        tidied = wanted;
        return void (await database.communities.bulkPut([...communities]));
      }
      await database.transaction('rw', tables(database), async () => {
        const held = await database.communities.toCollection().primaryKeys();
        await database.communities.bulkDelete(held.filter(isGone));
        await database.communities.bulkPut([...communities]);
        await forgetWhere(database, isGone);
      });
      await chunks.remove((channelKey) => isGone(communityOf(channelKey)));
      await effects.remove((channelKey) => isGone(communityOf(channelKey)));
      await forgetPreviews(isGone);
      tidied = wanted;
    },
    setChannels: (community, channels) => replace(database.channels, community, channels),
    setMembers: (community, members) => replace(database.members, community, members),
    setRoles: (community, roles) => replace(database.roles, community, roles),
    setInvites: (community, invites) =>
      replace(
        database.invites,
        community,
        invites.map((invite, place) => ({ ...invite, place })),
      ),
    setRequests: (community, requests) =>
      replace(
        database.requests,
        community,
        requests.map((request, place) => ({ ...request, id: request.device, place })),
      ),
    putMessages: async (messages) => {
      for (const [channelKey, list] of byChannel(messages)) await chunks.put(channelKey, list);
    },
    putEffects: effects.put,
    takeBack: async (said) => {
      for (const [channelKey, list] of byChannel(said.messages)) await chunks.removeThese(channelKey, list);
      await effects.removeThese(said.effects);
    },
    effectsOn: async ({ community, channel, sortKey }) =>
      (await database.effects.get([channelKeyOf(community, channel), sortKey]))?.effects ?? [],
    drops: async (community) => {
      const rows = await database.effects.where('drops').equals(community).toArray();
      return rows.flatMap((row) => row.effects.filter(isDrop));
    },
    forgetFrom: async ({ community, channel, device }, seq) => {
      const isBeyond = (one: { device: string; seq: number }): boolean => one.device === device && one.seq >= seq;
      await chunks.removeWhere(channelKeyOf(community, channel), isBeyond);
      await effects.removeWhere(channelKeyOf(community, channel), isBeyond);
    },
    ...previews,
    putReceipts: async (receipts) => {
      const rows = receipts.map((receipt) => ({
        ...receipt,
        channelKey: channelKeyOf(receipt.community, receipt.channel),
      }));
      await database.transaction('rw', database.receipts, async () => {
        const held = await database.receipts.bulkGet(rows.map(({ channelKey, holder }) => [channelKey, holder]));
        await database.receipts.bulkPut(rows.map((row, at) => ({ ...row, ...mergeReceipts(held[at], row) })));
      });
    },
    together: (write) => database.transaction('rw', communityTables(database), write),
    clear: async () => {
      await database.transaction('rw', tables(database), () =>
        Promise.all(tables(database).map((table) => table.clear())),
      );
      await chunks.clear();
      await effects.clear();
      await forgetPreviews(() => true);
      await parts.feed.cleared();
    },
  };
};

/** All but messages and effects, which have writers of their own. */
const tables = (database: Database) => [database.communities, ...communityTables(database), database.receipts];

const communityTables = ({ channels, members, roles, invites, requests }: Database) => [
  channels,
  members,
  roles,
  invites,
  requests,
];

/** Makes these all the rows of a community. */
const replace = <Row extends { id: string }>(
  table: Table<Row, [string, string]>,
  community: string,
  rows: readonly Row[],
): Promise<void> =>
  table.db.transaction('rw', table, async () => {
    const wanted = new Set(rows.map(({ id }) => id));
    await table
      .where('community')
      .equals(community)
      .filter(({ id }) => !wanted.has(id))
      .delete();
    await table.bulkPut([...rows]);
  });

/** Within a transaction on `tables`. */
const forgetWhere = async (database: Database, isGone: (community: string) => boolean): Promise<void> => {
  for (const table of communityTables(database)) {
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

const byChannel = (messages: readonly MessageView[]): Map<string, MessageView[]> =>
  byKey(messages, ({ community, channel }) => channelKeyOf(community, channel));
