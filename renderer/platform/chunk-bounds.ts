/** Sorted lower bounds of each channel's rows of messages. The core's worker is the only writer. */
import type { Database } from './database.ts';

export type ChunkBounds = {
  of: (channelKey: string) => Promise<readonly string[]>;
  add: (channelKey: string, firsts: readonly string[]) => void;
  /** They are read anew when they are next asked for. */
  forget: (isChosen: (channelKey: string) => boolean) => void;
};

export const createChunkBounds = (database: Database): ChunkBounds => {
  const held = new Map<string, readonly string[]>();
  return {
    of: async (channelKey) => {
      const known = held.get(channelKey);
      if (known !== undefined) return known;
      const keys = await rangeOf(database, channelKey).primaryKeys();
      const read = keys.map(([, first]) => first);
      held.set(channelKey, read);
      return read;
    },
    add: (channelKey, firsts) => {
      const known = held.get(channelKey);
      // read anew, rather than half known
      if (known !== undefined) held.set(channelKey, [...new Set([...known, ...firsts])].sort());
    },
    forget: (isChosen) => {
      for (const key of held.keys()) if (isChosen(key)) held.delete(key);
    },
  };
};

/** All rows of a channel from its first on, or those that begin before a sort key. */
export const rangeOf = (database: Database, channelKey: string, before = '\uffff') =>
  database.chunks.where('[channelKey+first]').between([channelKey, ''], [channelKey, before], true, false);
