/** Keeps what the core last told about links and carriers. */
import { drop } from '../../shared/base/drop.ts';
import type { PeerStatus } from '../../shared/model/status.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import { createStore, type Store } from './store.ts';

export type StatusStore = Store<PeerStatus | undefined> & { dispose: () => void };

export const createStatusStore = (
  peer: Pick<PeerApi, 'status' | 'subscribe'>,
  report: (what: string, error: unknown) => void,
): StatusStore => {
  const store = createStore<PeerStatus | undefined>(undefined);
  const stop = peer.subscribe((event) => {
    if (event.kind === 'status') store.set(event.status);
  });
  const first = peer.status().then((status) => {
    if (store.get() === undefined) store.set(status);
  });
  drop(first, 'asking for the first status', report);
  return { ...store, dispose: stop };
};
