/** Runs in a page of the app's own origin, before the app opens: fills its database by the app's own code. */
import { createChunkBounds } from '../../../renderer/platform/chunk-bounds.ts';
import { openDatabase } from '../../../renderer/platform/database.ts';
import { createDexieProjection } from '../../../renderer/platform/dexie-projection.ts';
import { messagesIn } from '../../../renderer/platform/packed-messages.ts';
import { NO_FEED } from '../../../renderer/platform/search-feed.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import { townMessages } from '../search/town.ts';

const PART = 1_000;

/** Every so many messages are of a member whom the community knows. */
const OF_A_MEMBER = 3;

const scrollBench = {
  /**
   * Puts so many messages before those that are there, and after them one that answers the one in the middle.
   * @returns what that one in the middle says
   */
  fill: async (count: number): Promise<string> => {
    const database = openDatabase();
    const projection = createDexieProjection(database, { bounds: createChunkBounds(database), feed: NO_FEED });
    // what is only shown ahead is forgotten at the next start, and what is put after it here would be too
    await projection.endPreviews(await projection.previews());
    const newest = messagesIn(await database.chunks.toCollection().last()).at(-1);
    if (newest === undefined) throw new Error('there is no message yet');
    const middle = Math.floor(count / 2);
    let answered: MessageView | undefined;
    let n = 0;
    for (const part of townMessages(count, PART)) {
      const said = part.map((message): MessageView => {
        const { community, channel, author, authorName } = newest;
        const member = n++ % OF_A_MEMBER === 0 ? { author, authorName } : {};
        return { ...message, ...member, community, channel };
      });
      answered ??= said[middle - (n - said.length)];
      await projection.putMessages(said);
    }
    if (answered === undefined) throw new Error('there is no message in the middle');
    const { id, sortKey, text } = answered;
    const last = { ...newest, id: `${newest.id}x`, sortKey: `${newest.sortKey}x`, text: 'That was it.' };
    await projection.putMessages([{ ...last, replyTo: { id, sortKey } }]);
    // the index of search would be made up while the bench scrolls: it has a bench of its own
    await database.searchLog.clear();
    database.close();
    return text;
  },
};
export type ScrollBench = typeof scrollBench;
Object.assign(window, { scrollBench });
