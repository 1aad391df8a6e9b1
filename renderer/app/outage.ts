/**
 * When to say on top of the conversation that the servers are down, and what that means for the community on screen. A
 * short loss is nobody's business: the network line tells it, and most end by themselves.
 */
import type { PeerStatus } from '../../shared/model/status.ts';
import type { CommunityView } from '../../shared/model/views.ts';
import { serversDownSince } from './network-line.ts';
import { createStore, type ReadableStore } from './store.ts';

export const LASTING_MS = 15_000;

export type OutageWatch = {
  /** Since when no server has been reached, in an outage that lasts; undefined if there is none, or it was dismissed. */
  shown: ReadableStore<number | undefined>;
  /** For this outage; the next is shown again. */
  dismiss: () => void;
  dispose: () => void;
};

export const createOutageWatch = (
  status: ReadableStore<PeerStatus | undefined>,
  clock: { now: () => number; after: (ms: number, action: () => void) => () => void },
): OutageWatch => {
  const shown = createStore<number | undefined>(undefined);
  let since: number | undefined;
  let isDismissed = false;
  let cancel: (() => void) | undefined;

  const stopWaiting = (): void => {
    cancel?.();
    cancel = undefined;
  };
  const over = (): void => {
    stopWaiting();
    isDismissed = false;
    shown.set(undefined);
  };
  const look = (): void => {
    const found = status.get();
    const before = since;
    since = found && serversDownSince(found.carriers);
    if (since === undefined) return over();
    if (isDismissed || since === before) return;
    stopWaiting();
    // what is shown already stays, also when another server turns out to be down as well
    const left = shown.get() === undefined ? LASTING_MS - (clock.now() - since) : 0;
    if (left <= 0) shown.set(since);
    // a clock that was set back must not hold it up
    else cancel = clock.after(Math.min(left, LASTING_MS), () => shown.set(since));
  };
  const stop = status.subscribe(look);
  look();
  return {
    shown,
    dismiss: () => {
      isDismissed = true;
      shown.set(undefined);
    },
    dispose: () => {
      stop();
      stopWaiting();
    },
  };
};

/** What an outage of all servers means here. */
export type OutageSense =
  /** Messages go through. `lan`: whoever is on the local network is still found. */
  | { kind: 'connected'; connected: number; others: number; lan: boolean }
  | { kind: 'nobody' }
  /** The only member so far. */
  | { kind: 'alone' }
  | { kind: 'joining' }
  /** No community yet. */
  | { kind: 'no-community' };

/** @returns undefined where there is nobody to be reached any more */
export const senseOfOutage = (
  status: PeerStatus,
  community: Pick<CommunityView, 'id' | 'state'> | undefined,
): OutageSense | undefined => {
  if (community === undefined) return { kind: 'no-community' };
  if (community.state === 'removed') return undefined;
  if (community.state === 'joining') return { kind: 'joining' };
  const { connected, others } = status.communities.find(({ id }) => id === community.id) ?? { connected: 0, others: 0 };
  if (others === 0) return { kind: 'alone' };
  if (connected === 0) return { kind: 'nobody' };
  const lan = status.carriers.some(({ kind, state }) => kind === 'lan' && state === 'up');
  return { kind: 'connected', connected, others, lan };
};
