/**
 * How much of each channel was not read. After a start it is counted from the read mark on, in what is stored; then it goes
 * along with what arrives. By place in the channel, and what comes in below the mark counts as well.
 */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, MemberId } from '../../shared/base/ids.ts';
import type { Scope } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { countUnread, MANY } from './count-unread.ts';
import { createLateArrivals, type LateArrivals } from './late-arrivals.ts';
import type { Seen } from './looking.ts';
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
  /** The sort key of the newest that arrived. */
  newest: string;
  /** It was counted, and goes along with what arrives. */
  isKnown: boolean;
  counting: Promise<void> | undefined;
  /** The counting after that. */
  next: Promise<void> | undefined;
  /** Something arrived while it was being counted. */
  isStale: boolean;
};

export type UnreadLedger = {
  counts: ReadableStore<readonly UnreadCount[]>;
  of: (channel: ChannelId) => UnreadCount | undefined;
  isKnown: (channel: ChannelId) => boolean;
  /** Counts it unless it was. */
  whenKnown: (scope: ChannelScope) => Promise<void>;
  /** From the mark as it is now. */
  count: (scope: ChannelScope) => Promise<void>;
  /** Where something is unread. */
  countAgain: (scope: ChannelScope) => void;
  /** Those that were counted, there or anywhere: other people are heard, or the mark was moved elsewhere. */
  recount: (scope?: Scope) => void;
  arrived: (message: MessageView) => void;
  /** What was on screen, once the mark has been moved. */
  saw: (scope: ChannelScope, seen: Seen) => void;
  /** Everything there was read. */
  clear: (scope: ChannelScope) => void;
  /** @param from the first of them */
  clearLate: (scope: ChannelScope, from?: string) => void;
  /** Reads back what came late before this start. */
  loadLate: () => Promise<void>;
  dispose: () => void;
};

/** Behind every sort key. */
const END = '~';

export const createUnreadLedger = (ports: LedgerPorts, marks: ReadMarks): UnreadLedger => {
  const channels = new Map<ChannelId, Held>();
  const late = createLateArrivals(ports.late, MANY, ports.report);
  const { counts, tell, dispose } = createTeller(channels, late, ports.after);
  const counting = createCounting(ports, marks, tell.soon);
  const heldFor = ({ community, channel }: ChannelScope): Held => {
    const held = channels.get(channel) ?? newHeld({ community, channel });
    channels.set(channel, held);
    return held;
  };
  const clearFresh = (held: Held): void => {
    Object.assign(held, { fresh: 0, from: undefined });
    // what is found now was looked for from an earlier mark
    if (held.counting !== undefined) counting.start([held]);
  };
  return {
    counts,
    of: (channel) => mapped(channels.get(channel), (held) => viewOf(held, late)),
    isKnown: (channel) => channels.get(channel)?.isKnown === true,
    whenKnown: async (scope) => {
      const held = heldFor(scope);
      if (!held.isKnown) await (held.counting ?? counting.count(held));
    },
    count: (scope) => counting.count(heldFor(scope)),
    countAgain: (scope) => counting.start([heldFor(scope)].filter(({ fresh }) => fresh > 0)),
    recount: (scope) => counting.start([...channels.values()].filter((held) => held.isKnown && isWithin(held, scope))),
    arrived: (message) => {
      const held = heldFor(message);
      if (message.sortKey > marks.of(message).upTo) addTo(held, message);
      else if (marks.isNews(message)) late.add(message, message.sortKey);
      tell.soon();
    },
    saw: (scope, { from, upTo, isEnd }) => {
      const held = heldFor(scope);
      const isLateLess = late.remove(scope, from, upTo);
      if (held.fresh === 0 && held.counting === undefined && !isLateLess) return;
      if (isEnd && held.newest <= upTo) clearFresh(held);
      else if (held.fresh > 0 || held.counting !== undefined) counting.start([held]);
      tell.now();
    },
    clear: (scope) => {
      clearFresh(heldFor(scope));
      late.remove(scope, '', END);
      tell.now();
    },
    clearLate: (scope, from = '') => {
      if (late.remove(scope, from, END)) tell.now();
    },
    loadLate: async () => {
      for (const scope of await late.load()) heldFor(scope);
    },
    dispose: () => {
      counting.dispose();
      dispose();
    },
  };
};

const isWithin = ({ community, channel }: Held, scope: Scope = { community }): boolean =>
  community === scope.community && channel === (scope.channel ?? channel);

/** History streams in for a while: what could not be counted along is counted once more after so long. */
const COUNT_LATER_MS = 1_000;
/** What could not be read may be there by then. */
const TRY_LATER_MS = 10_000;

const createCounting = (ports: LedgerPorts, marks: ReadMarks, done: () => void) => {
  const later = new Map<ChannelId, () => void>();
  let isOver = false;
  const countAfter = (ms: number, held: Held): void => {
    if (isOver) return;
    later.get(held.channel)?.();
    later.set(
      held.channel,
      ports.after(ms, () => start([held])),
    );
  };
  const once = async (held: Held): Promise<void> => {
    later.get(held.channel)?.();
    later.delete(held.channel);
    try {
      await recount(held, ports, marks);
      if (held.isStale && held.fresh < MANY) countAfter(COUNT_LATER_MS, held);
    } catch (error) {
      countAfter(TRY_LATER_MS, held);
      throw error;
    } finally {
      held.counting = undefined;
      if (!isOver) done();
    }
  };
  const count = (held: Held): Promise<void> => {
    if (held.counting === undefined) return (held.counting = once(held));
    held.next ??= held.counting
      .catch(() => undefined)
      .then(() => {
        held.next = undefined;
        return count(held);
      });
    return held.next;
  };
  const start = (some: readonly Held[]): void => {
    for (const held of some) drop(count(held), 'counting what is unread', ports.report);
  };
  return {
    count,
    start,
    dispose: () => {
      isOver = true;
      for (const cancel of later.values()) cancel();
    },
  };
};

const recount = async (held: Held, { places, queries, isHeard }: LedgerPorts, marks: ReadMarks): Promise<void> => {
  held.isStale = false;
  const me = places.community(held.community)?.me;
  const isOthers = (author: MemberId): boolean => author !== me && isHeard(author);
  const found = await countUnread(queries, held, marks.of(held).upTo, { isOthers, horizon: marks.horizon() });
  Object.assign(held, found, { isKnown: true });
};

const newHeld = (scope: ChannelScope): Held => ({
  ...scope,
  fresh: 0,
  from: undefined,
  newest: '',
  isKnown: false,
  counting: undefined,
  next: undefined,
  isStale: false,
});

const mapped = <A, B>(value: A | undefined, change: (value: A) => B): B | undefined =>
  value === undefined ? undefined : change(value);

const addTo = (held: Held, { sentAt, sortKey }: MessageView): void => {
  if (sortKey > held.newest) held.newest = sortKey;
  // it may be among what is being counted, or not
  if (held.counting !== undefined) held.isStale = true;
  else {
    held.fresh = Math.min(MANY, held.fresh + 1);
    held.from = Math.min(held.from ?? sentAt, sentAt);
  }
};

const viewOf = ({ community, channel, fresh, from }: Held, late: LateArrivals): UnreadCount => {
  const keys = late.of(channel);
  return {
    community,
    channel,
    count: Math.min(MANY, fresh + keys.length),
    late: keys,
    ...(from === undefined ? {} : { from }),
  };
};

const TELL_EVERY_MS = 100;

/** Thousands may arrive at once while catching up; the views hear of them, and the disk does, in batches. */
const createTeller = (channels: ReadonlyMap<ChannelId, Held>, late: LateArrivals, after: LedgerPorts['after']) => {
  const counts = createStore<readonly UnreadCount[]>([]);
  let cancel: (() => void) | undefined;
  const now = (): void => {
    cancel?.();
    cancel = undefined;
    late.save();
    counts.set([...channels.values()].map((held) => viewOf(held, late)).filter(({ count }) => count > 0));
  };
  return {
    counts,
    tell: { now, soon: () => void (cancel ??= after(TELL_EVERY_MS, now)) },
    dispose: () => {
      cancel?.();
      late.save();
    },
  };
};
