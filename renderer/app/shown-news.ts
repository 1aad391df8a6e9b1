/** How what is new in a channel is shown: muted places say nothing but who called. */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { ChannelView } from '../../shared/model/views.ts';
import type { InboxMention } from './mention-inbox.ts';
import type { UnreadCount } from './unread-ledger.ts';

export type ShownNews = {
  count: number;
  /** Shown as a number: mentions, or all of a conversation of two. */
  badge: number;
  isUnread: boolean;
  /** Until when it is muted; 0 if it is not. */
  mutedUntil: number;
};

export type NewsReader = (channel: Pick<ChannelView, 'id' | 'community' | 'kind'>) => ShownNews;

export const newsReader = (
  counts: readonly UnreadCount[],
  mentions: readonly InboxMention[],
  mutedUntil: (channel: { community: ChannelView['community']; channel: ChannelId }) => number,
): NewsReader => {
  const byChannel = new Map(counts.map((each) => [each.channel, each.count]));
  const called = new Map<ChannelId, number>();
  for (const { channel, isRead } of mentions) if (!isRead) called.set(channel, (called.get(channel) ?? 0) + 1);
  return ({ id, community, kind }) => {
    const count = byChannel.get(id) ?? 0;
    const until = mutedUntil({ community, channel: id });
    const isMuted = until > 0;
    return {
      count,
      badge: kind === 'direct' && !isMuted ? count : (called.get(id) ?? 0),
      isUnread: count > 0 && !isMuted,
      mutedUntil: until,
    };
  };
};

/** Of several channels together. */
export const sumOf = (news: readonly ShownNews[]): { badge: number; count: number; isUnread: boolean } => ({
  badge: news.reduce((sum, { badge }) => sum + badge, 0),
  count: news.reduce((sum, { count, isUnread }) => sum + (isUnread ? count : 0), 0),
  isUnread: news.some(({ isUnread }) => isUnread),
});
