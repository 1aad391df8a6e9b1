/**
 * How much of each channel was not read. After a start it is counted from the read mark on, in what is stored; then it goes
 * along with what arrives. By place in the channel, and what comes in below the mark counts as well.
 */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, MemberId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { countUnread, MANY } from './count-unread.ts';
import type { Places } from './places.ts';
import type { ChannelScope, LatePort } from './news-ports.ts';
import type { ReadMarks } from './read-marks.ts';
import { createStore, type ReadableStore } from './store.ts';

export type UnreadCount = ChannelScope & {
  /** At most `MANY`, which stands for any more. */
  count: number;
  /** When the first of them was said; undefined if all of them came late. */
  from?: number;
  /** Sort keys of those that came in below what was read already, oldest first; they are in `count` too. */
  late: readonly string[];
};

export type LedgerPorts = {
  queries: Pick<Queries, 'historyFrom'>;
  places: Places;
  /** False for those whom this person does not want to hear. */
  isHeard: (author: MemberId) => boolean;
  late: LatePort;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
};

type Held = ChannelScope & {
  /** After the mark. */
  fresh: number;
  from: number | undefined;
  late: readonly string[];
  /** It was counted, and goes along with what arrives. */
  isKnown: boolean;
  counting: Promise<void> | undefined;
  /** Something changed while it was being counted. */
  isStale: boolean;
};

export type UnreadLedger = {
  counts: ReadableStore<readonly UnreadCount[]>;
  of: (channel: ChannelId) => UnreadCount | undefined;
  isKnown: (channel: ChannelId) => boolean;
  count: (scope: ChannelScope) => Promise<void>;
  /** Where something is unread. */
  countAgain: (scope: ChannelScope) => void;
  /** All that were counted: other people are heard. */
  countAll: () => void;
  arrived: (message: MessageView) => void;
  /** Everything there was read. */
  clear: (scope: ChannelScope) => void;
  clearLate: (scope: ChannelScope) => void;
  /** Reads back what came late before this start. */
  loadLate: () => Promise<void>;
  dispose: () => void;
};

export const createUnreadLedger = (ports: LedgerPorts, marks: ReadMarks): UnreadLedger => {
  const channels = new Map<ChannelId, Held>();
  const { counts, tell, dispose } = createTeller(channels, ports.after);
  const heldFor = ({ community, channel }: ChannelScope): Held => {
    const held = channels.get(channel) ?? newHeld({ community, channel });
    channels.set(channel, held);
    return held;
  };
  const setLate = (held: Held, keys: readonly string[]): void => {
    if (keys.length === 0 && held.late.length === 0) return;
    held.late = keys;
    const saved = ports.late.save({ community: held.community, channel: held.channel }, keys);
    drop(saved, 'keeping late arrivals', ports.report);
  };
  const count = (scope: ChannelScope): Promise<void> => {
    const held = heldFor(scope);
    held.isStale = held.counting !== undefined;
    held.counting ??= recount(held, ports, marks).finally(() => {
      held.counting = undefined;
      tell.soon();
    });
    return held.counting;
  };
  const countAlong = (some: readonly Held[]): void => {
    for (const held of some) drop(count(held), 'counting what is unread', ports.report);
  };
  return {
    counts,
    of: (channel) => mapped(channels.get(channel), viewOf),
    isKnown: (channel) => channels.get(channel)?.isKnown === true,
    count,
    countAgain: (scope) => countAlong([heldFor(scope)].filter(({ fresh }) => fresh > 0)),
    countAll: () => countAlong([...channels.values()].filter(({ isKnown }) => isKnown)),
    arrived: (message) => {
      const held = heldFor(message);
      const { sortKey } = message;
      if (sortKey > marks.of(message).upTo) addTo(held, message, marks.horizon());
      else if (marks.isNews(message) && !held.late.includes(sortKey)) {
        setLate(held, [...held.late, sortKey].sort().slice(-MANY));
      }
      tell.soon();
    },
    clear: (scope) => {
      const held = heldFor(scope);
      held.isStale = held.counting !== undefined;
      if (held.fresh === 0 && held.late.length === 0) return;
      Object.assign(held, { fresh: 0, from: undefined });
      setLate(held, []);
      tell.now();
    },
    clearLate: (scope) => {
      setLate(heldFor(scope), []);
      tell.now();
    },
    loadLate: async () => {
      for (const { keys, ...scope } of await ports.late.load()) heldFor(scope).late = keys;
    },
    dispose,
  };
};

const recount = async (held: Held, { places, queries, isHeard }: LedgerPorts, marks: ReadMarks): Promise<void> => {
  do {
    held.isStale = false;
    const me = places.community(held.community)?.me;
    const isOthers = (author: MemberId): boolean => author !== me && isHeard(author);
    const found = await countUnread(queries, held, marks.of(held).upTo, { isOthers, horizon: marks.horizon() });
    Object.assign(held, found, { isKnown: true });
  } while (held.isStale);
};

const newHeld = (scope: ChannelScope): Held => ({
  ...scope,
  fresh: 0,
  from: undefined,
  late: [],
  isKnown: false,
  counting: undefined,
  isStale: false,
});

const mapped = <A, B>(value: A | undefined, change: (value: A) => B): B | undefined =>
  value === undefined ? undefined : change(value);

const addTo = (held: Held, { sentAt, sortKey }: MessageView, horizon: string): void => {
  // it may be among what is being counted, or not
  if (held.counting !== undefined) held.isStale = true;
  else if (sortKey <= horizon) {
    held.fresh = Math.min(MANY, held.fresh + 1);
    held.from = Math.min(held.from ?? sentAt, sentAt);
  }
};

const viewOf = ({ community, channel, fresh, from, late }: Held): UnreadCount => ({
  community,
  channel,
  count: Math.min(MANY, fresh + late.length),
  late,
  ...(from === undefined ? {} : { from }),
});

const TELL_EVERY_MS = 100;

/** Thousands may arrive at once while catching up; the views hear of them in batches. */
const createTeller = (channels: ReadonlyMap<ChannelId, Held>, after: LedgerPorts['after']) => {
  const counts = createStore<readonly UnreadCount[]>([]);
  let cancel: (() => void) | undefined;
  const now = (): void => {
    cancel?.();
    cancel = undefined;
    counts.set([...channels.values()].map(viewOf).filter(({ count }) => count > 0));
  };
  return {
    counts,
    tell: { now, soon: () => void (cancel ??= after(TELL_EVERY_MS, now)) },
    dispose: () => cancel?.(),
  };
};
