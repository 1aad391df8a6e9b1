/** What others are told of this person: whether they are at the keyboard, and their status, until it is to be cleared. */
import { drop } from '../../shared/base/drop.ts';
import type { OwnPresence } from '../../shared/model/presence.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { PreferencesStore } from './preferences.ts';
import { createStore, type ReadableStore } from './store.ts';

export type OwnPresenceKeeper = {
  now: ReadableStore<OwnPresence>;
  /** Somebody is at the keyboard. */
  touched: () => void;
  dispose: () => void;
};

export const AWAY_AFTER_MS = 10 * 60_000;
const LOOK_MS = 15_000;

type Ports = {
  peer: Pick<PeerApi, 'showPresence'>;
  preferences: PreferencesStore;
  now: () => number;
  after: (ms: number, action: () => void) => () => void;
  report: (what: string, error: unknown) => void;
};

export const createOwnPresence = ({ peer, preferences, now, after, report }: Ports): OwnPresenceKeeper => {
  let touchedAt = now();
  let cancel = (): void => undefined;

  const current = (): OwnPresence => {
    const { status, isInvisible } = preferences.get();
    if (isInvisible) return { state: 'invisible', status };
    return { state: now() - touchedAt >= AWAY_AFTER_MS ? 'away' : 'here', status };
  };
  const store = createStore(current());
  const tell = (): void => drop(peer.showPresence(store.get()), 'telling that one is here', report);

  const look = (): void => {
    const { status, statusUntil } = preferences.get();
    if (status !== '' && statusUntil > 0 && statusUntil <= now())
      return preferences.change({ status: '', statusUntil: 0 }); // which looks again
    const next = current();
    const before = store.get();
    if (next.state === before.state && next.status === before.status) return;
    store.set(next);
    tell();
  };
  const lookOn = (): void => {
    cancel = after(LOOK_MS, () => {
      look();
      lookOn();
    });
  };
  const stop = preferences.subscribe(look);
  tell();
  look();
  lookOn();
  return {
    now: store,
    touched: () => {
      touchedAt = now();
      if (store.get().state === 'away') look();
    },
    dispose: () => {
      cancel();
      stop();
    },
  };
};
