/** Hands the model to every view, and the hooks that read it. */
import { useLiveQuery } from 'dexie-react-hooks';
import { createContext, useContext, useSyncExternalStore } from 'react';

import type { AppModel } from '../app/app-model.ts';
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
 * @returns undefined until the first answer
 */
export const useQuery = <T>(key: string, read: (app: AppModel) => Promise<T>): T | undefined => {
  const app = useApp();
  const version = useStore(app.services.changes ?? UNCHANGING);
  const found = useLiveQuery(async () => ({ key, value: await read(app) }), [key, version]);
  return found?.key === key ? found.value : undefined;
};
