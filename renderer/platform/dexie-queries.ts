/** What the UI reads. Inside Dexie's liveQuery each of these is asked again when what it read changes. */
import type { MemberView, MessageVersion, MessageView, ThreadView } from '../../shared/model/views.ts';
import { MAX_THREADS, type Queries } from '../../shared/ports/projection.ts';
import { foldMessage, versionsOf } from '../../shared/model/fold-message.ts';
import { newestThreads } from '../../shared/model/newest-threads.ts';
import { channelKeyOf } from '../../shared/search/places.ts';
import { rangeOf } from './chunk-bounds.ts';
import { type Database, type MessageChunk, threadKeyOf } from './database.ts';
import { effectRange } from './effect-rows.ts';
import { messagesIn } from './packed-messages.ts';

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
  requests: async (community) => {
    const requests = await database.requests.where('community').equals(community).sortBy('place');
    return requests.map(({ id: _id, place: _place, ...request }) => request);
  },
  history: async (community, channel, { limit, before }) => {
    const channelKey = channelKeyOf(community, channel);
    const found: MessageView[] = [];
    let bound = before;
    while (found.length < limit) {
      const [chunk] = await rangeOf(database, channelKey, bound).reverse().limit(1).toArray();
      if (chunk === undefined) break;
      found.unshift(...messagesIn(chunk).filter((message) => before === undefined || message.sortKey < before));
      bound = chunk.first;
    }
    return foldAll(database, channelKey, found.slice(Math.max(0, found.length - limit)));
  },
  historyFrom: (community, channel, page) => historyFrom(database, channelKeyOf(community, channel), page),
  messagesAt: (community, channel, sortKeys) => messagesAt(database, channelKeyOf(community, channel), sortKeys),
  pinned: async (community, channel) => {
    const channelKey = channelKeyOf(community, channel);
    const rows = await database.effects.where('pins').equals(channelKey).toArray();
    const messages = await messagesAt(
      database,
      channelKey,
      rows.map(({ target }) => target),
    );
    return messages.filter(({ isPinned }) => isPinned === true);
  },
  thread: async (community, channel, root) => {
    const channelKey = channelKeyOf(community, channel);
    const rows = await database.chunks.where('threads').equals(threadKeyOf(channelKey, root)).toArray();
    const messages = rows.flatMap((row) => messagesIn(row).filter(({ thread }) => thread?.sortKey === root));
    return foldAll(database, channelKey, inOrder(messages));
  },
  threads: (community, channel) => threadsIn(database, channelKeyOf(community, channel)),
  versions: (community, channel, sortKey) => versionsAt(database, channelKeyOf(community, channel), sortKey),
  messageCount: async (community, channel) => (await database.counts.get(channelKeyOf(community, channel)))?.count ?? 0,
  receipts: (community, channel) =>
    database.receipts.where('channelKey').equals(channelKeyOf(community, channel)).toArray(),
});

const threadsIn = async (database: Database, channelKey: string): Promise<ThreadView[]> => {
  const before = threadKeyOf(channelKey, '');
  const keys = await database.chunks.where('threads').startsWith(before).uniqueKeys();
  const roots = keys.flatMap((key) => (typeof key === 'string' ? [key.slice(before.length)] : [])).sort();
  const threads = await Promise.all(roots.slice(-MAX_THREADS).map((root) => threadAt(database, channelKey, root)));
  return newestThreads(threads.filter((thread) => thread !== undefined));
};

const versionsAt = async (database: Database, channelKey: string, sortKey: string): Promise<MessageVersion[]> => {
  const [row] = await rangeOf(database, channelKey, `${sortKey}\0`).reverse().limit(1).toArray();
  const message = messagesIn(row).find((one) => one.sortKey === sortKey);
  const effects = (await database.effects.get([channelKey, sortKey]))?.effects ?? [];
  return message === undefined ? [] : versionsOf(message, effects);
};

const threadAt = async (database: Database, channelKey: string, root: string): Promise<ThreadView | undefined> => {
  const rows = await database.chunks.where('threads').equals(threadKeyOf(channelKey, root)).toArray();
  const messages = inOrder(rows.flatMap(messagesIn).filter(({ thread }) => thread?.sortKey === root));
  const [newest] = await foldAll(database, channelKey, messages.slice(-1));
  const ref = newest?.thread;
  return newest === undefined || ref === undefined ? undefined : { root: ref, replies: messages.length, newest };
};

const historyFrom = async (
  database: Database,
  channelKey: string,
  { limit, from }: { limit: number; from: string },
): Promise<MessageView[]> => {
  const found: MessageView[] = [];
  // the last row that begins at or before it, and then those after
  let [chunk] = await rangeOf(database, channelKey, `${from}\0`).reverse().limit(1).toArray();
  chunk ??= await nextRow(database, channelKey, '');
  while (chunk !== undefined && found.length < limit) {
    found.push(...messagesIn(chunk).filter(({ sortKey }) => sortKey >= from));
    chunk = await nextRow(database, channelKey, chunk.first);
  }
  return foldAll(database, channelKey, found.slice(0, limit));
};

const nextRow = (database: Database, channelKey: string, after: string): Promise<MessageChunk | undefined> =>
  database.chunks
    .where('[channelKey+first]')
    .between([channelKey, after], [channelKey, '\uffff'], false, false)
    .first();

const membersWhere = (database: Database, community: string, isActive: boolean): Promise<MemberView[]> =>
  database.members
    .where('community')
    .equals(community)
    .filter(({ status }) => (status === 'active') === isActive)
    .toArray();

const inOrder = (messages: readonly MessageView[]): MessageView[] =>
  [...messages].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));

/** Adds what was done to messages, which come in order; one range is read, however many they are. */
const foldAll = async (
  database: Database,
  channelKey: string,
  messages: readonly MessageView[],
): Promise<MessageView[]> => {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return [];
  const rows = await effectRange(database, channelKey, first.sortKey, last.sortKey).toArray();
  const byTarget = new Map(rows.map(({ target, effects }) => [target, effects]));
  return messages.map((message) => foldMessage(message, byTarget.get(message.sortKey) ?? []));
};

const messagesAt = async (
  database: Database,
  channelKey: string,
  sortKeys: readonly string[],
): Promise<MessageView[]> => {
  const wished = new Set(sortKeys);
  const found = new Map<string, MessageView>();
  for (const sortKey of wished) {
    if (found.has(sortKey)) continue;
    // the last row that begins at or before it
    const [row] = await rangeOf(database, channelKey, `${sortKey}\0`).reverse().limit(1).toArray();
    for (const message of messagesIn(row)) if (wished.has(message.sortKey)) found.set(message.sortKey, message);
  }
  const messages = inOrder([...found.values()]);
  const rows = await database.effects.bulkGet(messages.map((message) => [channelKey, message.sortKey]));
  return messages.map((message, i) => foldMessage(message, rows[i]?.effects ?? []));
};
