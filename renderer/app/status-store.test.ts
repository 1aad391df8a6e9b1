import { expect, test } from 'vitest';

import type { PeerStatus } from '../../shared/model/status.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { createStatusStore } from './status-store.ts';
import { carrier, statusOf } from './testing/network-cast.ts';
import { KELP, reportsOf } from './testing/page-cast.ts';

/** A core that answers the first question when the test says so. */
const openStore = () => {
  const listeners = new Set<(event: PeerEvent) => void>();
  const reports = reportsOf();
  let answer: (status: PeerStatus) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const first = new Promise<PeerStatus>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  const store = createStatusStore(
    {
      status: () => first,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    reports.report,
  );
  const tell = (event: PeerEvent): void => listeners.forEach((listener) => listener(event));
  return { store, answer, refuse, tell, reports, listeners };
};
const OLD = statusOf();
const NEW = statusOf({ carriers: [carrier('lan', 'up')] });
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('nothing is known until the core answers', async () => {
  const { store, answer } = openStore();
  expect(store.get()).toBeUndefined();
  answer(OLD);
  await soon();
  expect(store.get()).toBe(OLD);
});

test('each status told replaces the one before; other events are not statuses', async () => {
  const { store, answer, tell } = openStore();
  answer(OLD);
  await soon();
  tell({ kind: 'joined', community: KELP });
  expect(store.get()).toBe(OLD);
  tell({ kind: 'status', status: NEW });
  expect(store.get()).toBe(NEW);
});

test('an answer that comes after news does not bring back what was', async () => {
  const { store, answer, tell } = openStore();
  tell({ kind: 'status', status: NEW });
  answer(OLD);
  await soon();
  expect(store.get()).toBe(NEW);
});

test('a core that cannot answer is reported', async () => {
  const { store, refuse, reports } = openStore();
  refuse(new Error('the worker is gone'));
  await soon();
  expect(reports.said).toEqual(['asking for the first status']);
  expect(store.get()).toBeUndefined();
});

test('after it was disposed nobody listens', () => {
  const { store, listeners } = openStore();
  store.dispose();
  expect(listeners.size).toBe(0);
});
