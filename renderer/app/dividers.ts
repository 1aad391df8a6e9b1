/**
 * The line between read and unread in channels that are open. It stands where the reader had stopped, and stays there while
 * they read on, until they leave, look away with nothing unread, or mark it read.
 */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { createStore, type ReadableStore } from './store.ts';
import type { ChannelScope } from './news-ports.ts';
import type { ReadMarks } from './read-marks.ts';
import type { UnreadLedger } from './unread-ledger.ts';

export type Dividers = {
  /** Sort keys: what comes after is new. */
  all: ReadableStore<ReadonlyMap<ChannelId, string>>;
  open: (scope: ChannelScope) => string | undefined;
  leave: (channel: ChannelId) => void;
  lookAway: (channel: ChannelId) => void;
  /** Something comes that the reader does not see. */
  beforeArrival: (message: MessageView) => void;
  /** Puts it where the mark is now. */
  renew: (scope: ChannelScope) => void;
  remove: (channel: ChannelId) => void;
};

export const createDividers = (ledger: Pick<UnreadLedger, 'of'>, marks: Pick<ReadMarks, 'of'>): Dividers => {
  const all = createStore<ReadonlyMap<ChannelId, string>>(new Map());
  const opened = new Set<ChannelId>();
  const set = (channel: ChannelId, key: string | undefined): string | undefined => {
    if (all.get().get(channel) === key) return key;
    const next = new Map(all.get());
    if (key === undefined) next.delete(channel);
    else next.set(channel, key);
    all.set(next);
    return key;
  };
  const hasFresh = (channel: ChannelId): boolean => ledger.of(channel)?.from !== undefined;
  const renew = (scope: ChannelScope): string | undefined =>
    set(scope.channel, hasFresh(scope.channel) ? marks.of(scope).upTo : undefined);
  return {
    all,
    open: (scope) => {
      opened.add(scope.channel);
      return renew(scope);
    },
    leave: (channel) => {
      opened.delete(channel);
      set(channel, undefined);
    },
    lookAway: (channel) => {
      if (!hasFresh(channel)) set(channel, undefined);
    },
    beforeArrival: (message) => {
      const { channel, sortKey } = message;
      const { upTo } = marks.of(message);
      if (opened.has(channel) && sortKey > upTo && !all.get().has(channel)) set(channel, upTo);
    },
    renew,
    remove: (channel) => void set(channel, undefined),
  };
};
