import { expect, test } from 'vitest';

import { createStore } from './store.ts';

const watch = <T>(store: { get: () => T; subscribe: (listener: () => void) => () => void }) => {
  const seen: T[] = [];
  return { seen, stop: store.subscribe(() => seen.push(store.get())) };
};

test('a store has its first value, then the one set last', () => {
  const store = createStore('low tide');
  expect(store.get()).toBe('low tide');
  store.set('high tide');
  expect(store.get()).toBe('high tide');
  store.update((tide) => `${tide}!`);
  expect(store.get()).toBe('high tide!');
});

test('everybody who listens is told once for each new value, and sees it', () => {
  const store = createStore(0);
  const alice = watch(store);
  const bob = watch(store);
  store.set(1);
  store.update((n) => n + 1);
  expect(alice.seen).toEqual([1, 2]);
  expect(bob.seen).toEqual([1, 2]);
});

test('nobody is told of the same value again', () => {
  const value = { tide: 'low' };
  const store = createStore<unknown>(value);
  const { seen } = watch(store);
  store.set(value);
  store.update((same) => same);
  expect(seen).toEqual([]);
  store.set(NaN);
  store.set(NaN);
  expect(seen).toEqual([NaN]);
  store.set({ tide: 'low' });
  expect(seen).toHaveLength(2);
});

test('who stopped listening hears nothing, and the others still do', () => {
  const store = createStore(0);
  const alice = watch(store);
  const bob = watch(store);
  alice.stop();
  alice.stop();
  store.set(1);
  expect(alice.seen).toEqual([]);
  expect(bob.seen).toEqual([1]);
});

test('stopping while being told disturbs nobody', () => {
  const store = createStore(0);
  const stop = store.subscribe(() => stop());
  const { seen } = watch(store);
  store.set(1);
  store.set(2);
  expect(seen).toEqual([1, 2]);
});
