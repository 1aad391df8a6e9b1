/**
 * The browser's storage: pages of records (Yjs updates with bodies) and what the UI reads. All of it can be
 * rebuilt from the host's journal, and is whenever it is missing, damaged or of another version.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';

import type {
  ChannelView,
  CommunityView,
  EffectView,
  InviteView,
  JoinRequestView,
  MemberView,
  ReceiptView,
  RoleView,
} from '../../shared/model/views.ts';
import type { ChannelId, CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { StoredPage } from '../../shared/ports/record-store.ts';
import type { RunHead } from '../../shared/ports/search-store.ts';

/** About a hundred messages in one row: a row a message would be thirty times slower. */
export type MessageChunk = {
  channelKey: string;
  first: string;
  /** `packMessages` */
  messages: string;
  /** The threads (`threadKeyOf`) that its messages stand in. */
  threads: string[];
};
/** What was done to one message. */
export type EffectRow = {
  channelKey: string;
  /** The message's sort key. */
  target: string;
  effects: EffectView[];
  /** The channel's key if it was ever pinned, the community if it was deleted or purged: to find these rows. */
  pins?: string;
  drops?: string;
};
export type ReceiptRow = ReceiptView & { channelKey: string };
/** A member's picture. */
export type PictureRow = { hash: string; community: CommunityId; bytes: Uint8Array };
/** Records of a lane: their bytes are in the file of pages, or here if there is none. */
export type PageRow = StoredPage & { bytes?: Uint8Array; place?: { at: number; length: number; crc: number } };
export type EntryRow = { id: number; bytes: Uint8Array };

/** What the search index has still to do: it is written together with the change that it is about. */
export type SearchLogRow = {
  id: number;
  channelKey: string;
  /** `gone`: what stood there is not said any more, or not so. What is there now is read again. */
  kind: 'said' | 'gone';
  /** Where: the clocks of messages, a row of them by its `first`, all edits of the channel, or everything in it. */
  where: { clocks: string[] } | { row: string } | 'edits' | 'all';
};
/** A part of the search index. */
export type SearchPartRow = { run: number; number: number; bytes: Uint8Array };

/** Messages of a channel that came in below what was read already. */
export type LateRow = { community: CommunityId; channel: ChannelId; keys: readonly string[] };
/** A message that calls this person. */
export type MentionRow = {
  community: CommunityId;
  channel: ChannelId;
  id: string;
  sortKey: string;
  author: MemberId;
  sentAt: number;
  how: 'member' | 'role' | 'everyone' | 'reply';
};

export type Database = Dexie & {
  communities: EntityTable<CommunityView, 'id'>;
  channels: Table<ChannelView, [string, string]>;
  members: Table<MemberView, [string, string]>;
  roles: Table<RoleView, [string, string]>;
  invites: Table<InviteView & { place: number }, [string, string]>;
  requests: Table<JoinRequestView & { id: string; place: number }, [string, string]>;
  chunks: Table<MessageChunk, [string, string]>;
  effects: Table<EffectRow, [string, string]>;
  counts: Table<{ channelKey: string; count: number }, string>;
  receipts: Table<ReceiptRow, [string, string]>;
  pages: Table<PageRow, [string, string, string, number]>;
  entries: EntityTable<EntryRow, 'id'>;
  meta: Table<{ key: string; value: number }, string>;
  drafts: Table<{ key: string; text: string }, string>;
  pictures: Table<PictureRow, string>;
  personal: Table<{ key: string; entry: PersonalEntry }, string>;
  late: Table<LateRow, string>;
  mentions: Table<MentionRow & { key: string }, string>;
  searchRuns: EntityTable<RunHead, 'id'>;
  searchBlocks: Table<SearchPartRow, [number, number]>;
  searchPages: Table<SearchPartRow, [number, number]>;
  searchLog: EntityTable<SearchLogRow, 'id'>;
};

/** A higher number makes every start rebuild projections from the journal once. */
export const PROJECTION_VERSION = 5;

/** A higher number makes the search index anew, once. */
export const SEARCH_VERSION = 2;

/** A thread of a channel, by the sort key of the message that began it. */
export const threadKeyOf = (channelKey: string, root: string): string => `${channelKey} ${root}`;

/** The community that a channel's key names. */
export const communityOf = (channelKey: string): string => channelKey.slice(0, channelKey.indexOf('/'));

/** @param durability strict: what was written is on the disk when it resolves, not only on its way */
export const openDatabase = (durability: 'relaxed' | 'strict' = 'relaxed'): Database => {
  const database = new Dexie('holdfast', { chromeTransactionDurability: durability }) as Database;
  database.version(1).stores({
    communities: 'id',
    channels: '[community+id], community',
    members: '[community+id], community',
    roles: '[community+id], community',
    invites: '[community+id], community',
    chunks: '[channelKey+first]',
    counts: 'channelKey',
    receipts: '[channelKey+holder], channelKey',
    runs: '[community+channel+device+segment+from]',
    entries: '++id',
    meta: 'key',
    drafts: 'key',
  });
  database.version(2).stores({
    chunks: '[channelKey+first], *threads',
    effects: '[channelKey+target], channelKey, pins, drops',
  });
  database.version(3).stores({ requests: '[community+id], community' });
  database.version(4).stores({
    searchRuns: '++id',
    searchBlocks: '[run+number]',
    searchPages: '[run+number]',
    searchLog: '++id',
  });
  database.version(5).stores({ runs: null, pages: '[community+channel+device+seq]' });
  database.version(6).stores({ personal: 'key', late: 'channel', mentions: 'key' });
  database.version(7).stores({ members: '[community+id], community, avatar', pictures: 'hash, community' });
  return database;
};

/** How far the journal is in here: 0 if nothing is stored. @returns undefined if another version has stored it */
export const storedPosition = async ({ meta }: Pick<Database, 'meta'>): Promise<number | undefined> => {
  const [position, version] = await meta.bulkGet(['journalPosition', 'projectionVersion']);
  return position === undefined || version?.value === PROJECTION_VERSION ? (position?.value ?? 0) : undefined;
};

/** There are communities to show, of this version. */
export const isProjected = async (database: Database): Promise<boolean> =>
  ((await storedPosition(database)) ?? 0) > 0 && (await database.communities.count()) > 0;
