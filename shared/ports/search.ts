/** Finding messages by what they say now. */
import type { ChannelId, CommunityId, MemberId } from '../base/ids.ts';
import type { MessageView } from '../model/views.ts';

export type SearchQuery = {
  community: CommunityId;
  /** Words that all have to be there, and "phrases". The last word, unless in quotes, may be the beginning of one. */
  words: string;
  /** One of these; left out where any. */
  channels?: readonly ChannelId[];
  authors?: readonly MemberId[];
  /** Milliseconds since the Unix epoch by the author's clock: from then on, and before then. */
  from?: number;
  before?: number;
  hasLink?: boolean;
  /** At most so many. */
  limit: number;
  /** Where the page before ended. */
  cursor?: string;
};

export type SearchHit = {
  message: MessageView;
  /** What was found in its text: UTF-16 units, in order. */
  marks: readonly { from: number; to: number }[];
};

export type SearchPage = {
  /** The newest first. Deleted, purged and hidden messages are never among them. */
  hits: readonly SearchHit[];
  /** To go on with; undefined when everything was looked through. */
  cursor?: string;
  /** Messages of this device that can be found by now, while that is not all of them. */
  incomplete?: { done: number; of: number };
};

export type Search = {
  search: (query: SearchQuery) => Promise<SearchPage>;
};
