/** Hands the model to every view, and the hooks that read it. */
import { useObservable } from 'dexie-react-hooks';
import { createContext, useContext, useSyncExternalStore } from 'react';

import type { AppModel } from '../app/app-model.ts';
import { type Pace, paced, type Watched } from '../app/paced.ts';
import { createStore, type ReadableStore } from '../app/store.ts';

export const AppContext = createContext<AppModel | undefined>(undefined);

export const useApp = (): AppModel => {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('a view was rendered outside the app');
  return app;
};

export const useStore = <T>(store: ReadableStore<T>): T => useSyncExternalStore(store.subscribe, store.get);

const UNCHANGING = createStore(0);

/**
 * Reads the projection and reads again when it changes.
 * @param key names the question; an answer to another question is never returned
 * @param pace when to rest between changes; left out: never
 * @returns undefined until the first answer
 */
export const useQuery = <T>(key: string, read: (app: AppModel) => Promise<T>, pace?: Pace<T>): T | undefined => {
  const app = useApp();
  const version = useStore(app.services.changes ?? UNCHANGING);
  const found = useObservable((): Watched<{ key: string; value: T }> => {
    const live = app.services.watch(async () => ({ key, value: await read(app) }));
    return pace === undefined ? live : paced(live, keyed(pace), app.after);
  }, [key, version]);
  return found?.key === key ? found.value : undefined;
};

const keyed = <T>({ newsOf, onUrgent }: Pace<T>): Pace<{ value: T }> => ({
  newsOf: (before, now) => newsOf(before.value, now.value),
  onUrgent,
});
