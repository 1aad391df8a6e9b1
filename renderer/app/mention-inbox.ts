/** Messages that call this person: kept, the newest first, over all communities. What they say is read where it is stored. */
import { drop } from '../../shared/base/drop.ts';
import type { MemberId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Called, Mention, MentionPort } from './news-ports.ts';
import type { PersonalStore } from './personal-store.ts';
import { createStore, type ReadableStore, type Store } from './store.ts';
import type { Unread } from './unread.ts';

export type InboxMention = Mention & { isRead: boolean };

export type MentionInbox = {
  /** The newest first. */
  mentions: ReadableStore<readonly InboxMention[]>;
  add: (called: readonly { message: MessageView; how: Called }[]) => void;
  putAway: (mention: Mention) => void;
  /** Other people are heard than before. */
  heardChanged: () => void;
  /** It is on screen. */
  isOpen: Store<boolean>;
  dispose: () => void;
};

/** More than anybody reads; the oldest go. */
const KEPT = 300;
const TELL_EVERY_MS = 100;

export const createMentionInbox = (ports: {
  port: MentionPort;
  personal: PersonalStore;
  unread: Pick<Unread, 'markOf' | 'of' | 'counts'>;
  /** What others call this person with is kept, and not shown. */
  isHeard: (author: MemberId) => boolean;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
}): MentionInbox => {
  const { port, personal, unread, report } = ports;
  let held: readonly Mention[] = [];
  const mentions = createStore<readonly InboxMention[]>([]);
  let cancel: (() => void) | undefined;
  const isRead = (mention: Mention): boolean => {
    if (personal.get('done', scopeOf(mention))?.keys.includes(mention.sortKey) === true) return true;
    const isLate = unread.of(mention.channel)?.late.includes(mention.sortKey) === true;
    return !isLate && mention.sortKey <= unread.markOf(mention).upTo;
  };
  const tell = (): void => {
    cancel = undefined;
    const heard = held.filter(({ author }) => ports.isHeard(author));
    mentions.set(heard.map((mention) => ({ ...mention, isRead: isRead(mention) })));
  };
  const tellSoon = (): void => {
    if (held.length > 0) cancel ??= ports.after(TELL_EVERY_MS, tell);
  };
  /** @returns those that there is no room for any more */
  const hold = (more: readonly Mention[]): readonly Mention[] => {
    const byId = new Map([...held, ...more].map((mention) => [`${mention.channel} ${mention.id}`, mention]));
    const all = [...byId.values()].sort((a, b) => (a.sortKey > b.sortKey ? -1 : 1));
    held = all.slice(0, KEPT);
    tellSoon();
    return all.slice(KEPT);
  };
  const forget = (gone: readonly Mention[]): void => {
    if (gone.length > 0) drop(port.remove(gone), 'forgetting old mentions', report);
  };
  drop(port.load().then(hold).then(forget), 'reading mentions', report);
  const stops = [personal.version.subscribe(tellSoon), unread.counts.subscribe(tellSoon)];
  return {
    mentions,
    isOpen: createStore(false),
    add: (called) => {
      const more = new Set(called.map(({ message, how }) => mentionOf(message, how)));
      if (more.size === 0) return;
      const over = hold([...more]);
      const kept = [...more].filter((mention) => !over.includes(mention));
      drop(port.add(kept), 'keeping mentions', report);
      forget(over.filter((mention) => !more.has(mention)));
    },
    heardChanged: tellSoon,
    putAway: (mention) => personal.put({ ...scopeOf(mention), kind: 'done', keys: [mention.sortKey] }),
    dispose: () => {
      for (const stop of stops) stop();
      cancel?.();
    },
  };
};

const scopeOf = ({ community, channel }: Mention) => ({ community, channel });

export const mentionOf = ({ community, channel, id, sortKey, author, sentAt }: MessageView, how: Called): Mention => ({
  community,
  channel,
  id,
  sortKey,
  author,
  sentAt,
  how,
});
