/** A value that can be read at any time and tells when it was replaced. Fits React's useSyncExternalStore. */
export type ReadableStore<T> = {
  get: () => T;
  /** @returns stops telling */
  subscribe: (listener: () => void) => () => void;
};

export type Store<T> = ReadableStore<T> & {
  set: (value: T) => void;
  update: (change: (value: T) => T) => void;
};

export const createStore = <T>(initial: T): Store<T> => {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
