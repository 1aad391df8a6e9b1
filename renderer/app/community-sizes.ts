/** How much of what is kept belongs to which community: the browser counts all of it together. */
import type { CommunityId } from '../../shared/base/ids.ts';
import type { Queries } from '../../shared/ports/projection.ts';

export type CommunitySize = {
  id: CommunityId;
  channels: number;
  messages: number;
  /** Of all communities' bytes, from 0 to 1. An estimate, by the newest messages of each channel. */
  share: number;
};

type Reads = Pick<Queries, 'communities' | 'channels' | 'messageCount' | 'history'>;
type Weighed = Omit<CommunitySize, 'share'> & { weight: number };

const LOOKED_AT = 20;
/** What a message takes beside its text: its record, its place in the index; about as much as 500 letters. */
const EACH = 500;

export const communitySizes = async (queries: Reads): Promise<CommunitySize[]> => {
  const weighed: Weighed[] = [];
  for (const { id } of await queries.communities()) weighed.push(await weigh(queries, id));
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed.map(({ weight, ...one }) => ({ ...one, share: all === 0 ? 0 : weight / all }));
};

const weigh = async (queries: Reads, id: CommunityId): Promise<Weighed> => {
  const channels = await queries.channels(id);
  let [messages, weight] = [0, 0];
  for (const { id: channel } of channels) {
    const count = await queries.messageCount(id, channel);
    if (count === 0) continue;
    const newest = await queries.history(id, channel, { limit: LOOKED_AT });
    const letters = newest.reduce((sum, { text }) => sum + text.length, 0);
    messages += count;
    weight += count * (EACH + letters / Math.max(1, newest.length));
  }
  return { id, channels: channels.length, messages, weight };
};
