/**
 * The newest stretch of channels, read ahead while nothing else goes on: whoever goes there sees it at once, and what the disk
 * says by now a moment later.
 */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId } from '../../shared/base/ids.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { ChannelScope } from './news-ports.ts';
import type { Places } from './places.ts';
import type { ReadableStore } from './store.ts';
import { NEWEST, readWindow, type TimelineWindow } from './timeline-window.ts';

/** @property isCurrent nothing came since it was read */
export type RecentWindow = { window: TimelineWindow; isCurrent: boolean };

export type RecentWindows = {
  of: (channel: ChannelId) => RecentWindow | undefined;
  /** The newest stretch of a channel is on screen. */
  keep: (channel: ChannelId, window: TimelineWindow) => void;
  dispose: () => void;
};

export type RecentPorts = {
  peer: Pick<PeerApi, 'subscribe'>;
  queries: Pick<Queries, 'history'>;
  /** What is read is another: people are called otherwise, or blocked. */
  changes: ReadableStore<number>;
  places: Places;
  /** The channels that somebody may go to next, the likeliest first, without the one on screen. */
  next: () => readonly ChannelScope[];
  /** Tells when these may be others. @returns stops telling */
  onNext: (tell: () => void) => () => void;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
};

/** About 6 MB of messages at most. */
const MAX = 64;
const QUIET_MS = 1_000;
/** More than so many messages in that time: there is more to do than to read ahead. */
const BUSY = 20;
const BETWEEN_MS = 50;

export const createRecentWindows = (ports: RecentPorts): RecentWindows => {
  const held = new Map<ChannelId, TimelineWindow>();
  /** Where something came since it was read. */
  const stale = new Set<ChannelId>();
  const keep = (channel: ChannelId, window: TimelineWindow): void => {
    held.delete(channel);
    held.set(channel, window);
    for (const oldest of held.keys()) {
      if (held.size <= MAX) break;
      held.delete(oldest);
    }
  };
  const ahead = readAhead(ports, {
    wanted: (scopes) => {
      const missing = scopes.find(({ channel }) => !held.has(channel));
      if (missing !== undefined) return { scope: missing, restMs: BETWEEN_MS };
      const oldest = [...stale].find((channel) => scopes.some((one) => one.channel === channel));
      const scope = scopes.find(({ channel }) => channel === oldest);
      // there will be more where something came
      return scope && { scope, restMs: QUIET_MS };
    },
    begin: ({ channel }) => void stale.delete(channel),
    end: ({ channel }, window) => {
      if (window === undefined) stale.add(channel);
      else if (!stale.has(channel)) keep(channel, window);
    },
  });
  const hear = (event: PeerEvent): void => {
    if (event.kind === 'message') stale.add(event.message.channel);
    else if (event.kind === 'message-changed') {
      stale.add(event.channel);
      held.delete(event.channel);
    } else return;
    ahead.heard();
  };
  const stops = [
    ports.peer.subscribe(hear),
    ports.onNext(ahead.wake),
    ports.places.all.subscribe(() => {
      forgetLost(ports.places, held);
      ahead.wake();
    }),
    ports.changes.subscribe(() => {
      held.clear();
      ahead.wake();
    }),
    ahead.dispose,
  ];
  ahead.wake();
  return {
    of: (channel) => {
      const window = held.get(channel);
      return window && { window, isCurrent: !stale.has(channel) };
    },
    keep,
    dispose: () => stops.forEach((stop) => stop()),
  };
};

/** What is not to be seen any more is not kept either. */
const forgetLost = ({ all }: Places, held: Map<ChannelId, TimelineWindow>): void => {
  const there = new Set(all.get()?.flatMap(({ channels }) => channels.map(({ id }) => id)));
  for (const channel of held.keys()) if (!there.has(channel)) held.delete(channel);
};

type Reading = {
  wanted: (scopes: readonly ChannelScope[]) => { scope: ChannelScope; restMs: number } | undefined;
  begin: (scope: ChannelScope) => void;
  /** @param window undefined: it could not be read */
  end: (scope: ChannelScope, window?: TimelineWindow) => void;
};

/** Reads one after another, once it is quiet. */
const readAhead = ({ queries, next, after, report }: RecentPorts, { wanted, begin, end }: Reading) => {
  let cancel: (() => void) | undefined;
  let isReading = false;
  let isOver = false;
  let heard = 0;
  const wait = (ms: number): void => {
    if (isReading || isOver) return;
    cancel ??= after(ms, () => {
      cancel = undefined;
      drop(step(), 'reading ahead', report);
    });
  };
  const step = async (): Promise<void> => {
    const isBusy = heard > BUSY;
    heard = 0;
    if (isBusy) return wait(QUIET_MS);
    const found = wanted(next().slice(0, MAX));
    if (found === undefined) return;
    const { scope, restMs } = found;
    isReading = true;
    begin(scope);
    try {
      end(scope, await readWindow(queries.history, scope.community, scope.channel, NEWEST));
    } catch (error) {
      end(scope);
      throw error;
    } finally {
      isReading = false;
    }
    wait(restMs);
  };
  return {
    wake: () => wait(QUIET_MS),
    heard: () => {
      heard += 1;
      wait(QUIET_MS);
    },
    dispose: () => {
      isOver = true;
      cancel?.();
    },
  };
};
