/** What arrived in channels that were not being looked at, since this window opened. By arrival, not by clock. */
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import { createStore, type ReadableStore } from './store.ts';

export type UnreadCount = { community: CommunityId; channel: ChannelId; count: number };

export type Unread = {
  counts: ReadableStore<readonly UnreadCount[]>;
  clear: (channel: ChannelId) => void;
  dispose: () => void;
};

const TELL_EVERY_MS = 100;

/** @param isRead whether the reader is looking at the end of this channel right now */
export const createUnread = (
  peer: Pick<PeerApi, 'subscribe'>,
  isRead: (channel: ChannelId) => boolean,
  after: (ms: number, action: () => void) => () => void,
): Unread => {
  const counts = createStore<readonly UnreadCount[]>([]);
  const held = new Map<ChannelId, UnreadCount>();
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    cancel?.();
    cancel = undefined;
    counts.set([...held.values()]);
  };
  const stop = peer.subscribe((event) => {
    if (event.kind !== 'message' || isRead(event.message.channel)) return;
    const { community, channel } = event.message;
    held.set(channel, { community, channel, count: (held.get(channel)?.count ?? 0) + 1 });
    // Thousands may arrive at once while catching up; the view hears of them in batches.
    cancel ??= after(TELL_EVERY_MS, tell);
  });
  return {
    counts,
    clear: (channel) => {
      if (held.delete(channel)) tell();
    },
    dispose: () => {
      stop();
      cancel?.();
    },
  };
};
