/** What a person has read and chosen, and who called them: the page's own tables, which nothing can rebuild. */
import { type PersonalEntry, personalKey } from '../../shared/model/personal.ts';
import { channelKeyOf } from '../../shared/search/places.ts';
import type { Database, LateRow, MentionRow } from './database.ts';

export const createDexiePersonal = (database: Database) => ({
  load: async (): Promise<PersonalEntry[]> => (await database.personal.toArray()).map(({ entry }) => entry),
  save: async (entries: readonly PersonalEntry[]): Promise<void> => {
    await database.personal.bulkPut(entries.map((entry) => ({ key: personalKey(entry), entry })));
  },
});

export const createDexieLate = (database: Database) => ({
  load: (): Promise<LateRow[]> => database.late.toArray(),
  save: async (
    { community, channel }: Pick<LateRow, 'community' | 'channel'>,
    keys: readonly string[],
  ): Promise<void> => {
    if (keys.length === 0) await database.late.delete(channel);
    else await database.late.put({ community, channel, keys });
  },
});

export const createDexieMentions = (database: Database) => ({
  load: async (): Promise<MentionRow[]> => (await database.mentions.toArray()).map(({ key: _key, ...row }) => row),
  add: async (mentions: readonly MentionRow[]): Promise<void> => {
    await database.mentions.bulkPut(mentions.map((mention) => ({ ...mention, key: keyOf(mention) })));
  },
  remove: async (mentions: readonly MentionRow[]): Promise<void> => {
    await database.mentions.bulkDelete(mentions.map(keyOf));
  },
});

const keyOf = ({ community, channel, id }: MentionRow): string => `${channelKeyOf(community, channel)} ${id}`;
