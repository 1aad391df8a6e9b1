import { describe, expect, test } from 'vitest';

import type { CarrierHealth, PeerStatus } from '../../shared/model/status.ts';
import { createOutageWatch, LASTING_MS, senseOfOutage } from './outage.ts';
import { createStore } from './store.ts';
import { carrier, kelpCounts, statusOf } from './testing/network-cast.ts';
import { alice, handClock, kelpOf } from './testing/page-cast.ts';

const HERE = kelpOf(alice);

/** Alice's window. The clock begins at `startedAt`, and so does every outage unless told otherwise. */
const openWindow = (carriers: readonly CarrierHealth[] = [carrier('server', 'up')]) => {
  const clock = handClock();
  const status = createStore<PeerStatus | undefined>(statusOf({ carriers }));
  const watch = createOutageWatch(status, clock);
  const become = (...next: readonly CarrierHealth[]): void => status.set(statusOf({ carriers: next }));
  return { clock, status, watch, become, down: (since = clock.now()) => carrier('server', 'down', { since }) };
};

describe('an outage is shown', () => {
  test('once it has lasted for 15 seconds, with since when', () => {
    const { clock, watch, become, down } = openWindow();
    const since = clock.now();
    become(down());
    expect(watch.shown.get()).toBeUndefined();
    clock.pass(LASTING_MS - 1);
    expect(watch.shown.get()).toBeUndefined();
    clock.pass(1);
    expect(watch.shown.get()).toBe(since);
  });

  test('at once in a window that is opened in the middle of it', () => {
    const { clock, become, watch, down } = openWindow([]);
    const since = clock.now();
    clock.pass(60_000);
    become(down(since));
    expect(watch.shown.get()).toBe(since);
  });

  test('not if it ends before', () => {
    const { clock, watch, become, down } = openWindow();
    become(down());
    clock.pass(LASTING_MS - 1);
    become(carrier('server', 'up', { since: clock.now() }));
    clock.pass(LASTING_MS * 2);
    expect(watch.shown.get()).toBeUndefined();
  });

  test('not while one of two servers is reached, and 15 seconds after the second is gone', () => {
    const { clock, watch, become, down } = openWindow();
    const first = down();
    become(first, carrier('server', 'up'));
    clock.pass(LASTING_MS * 2);
    expect(watch.shown.get()).toBeUndefined();
    become(first, down());
    clock.pass(LASTING_MS);
    expect(watch.shown.get()).toBe(first.since + LASTING_MS * 2);
  });

  test('never where no server was chosen', () => {
    const { clock, watch, become } = openWindow([]);
    become(carrier('lan', 'down', { since: clock.now() }), carrier('members', 'down', { since: clock.now() }));
    clock.pass(LASTING_MS * 2);
    expect(watch.shown.get()).toBeUndefined();
  });

  test('until it is over, by itself', () => {
    const { clock, watch, become, down } = openWindow();
    become(down());
    clock.pass(LASTING_MS);
    become(carrier('server', 'up', { since: clock.now() }));
    expect(watch.shown.get()).toBeUndefined();
  });

  test('however often the status is told meanwhile', () => {
    const { clock, watch, become, down } = openWindow();
    const since = clock.now();
    for (let told = 0; told < 15; told += 1) {
      become(down(since));
      clock.pass(LASTING_MS / 15);
    }
    expect(watch.shown.get()).toBe(since);
  });

  test('after 15 seconds at most, when the clock was set back', () => {
    const { clock, watch, become, down } = openWindow();
    become(down(clock.now() + 3_600_000));
    clock.pass(LASTING_MS);
    expect(watch.shown.get()).toBeDefined();
  });
});

describe('an outage that was dismissed', () => {
  test('stays away until it is over, and the next one is shown', () => {
    const { clock, watch, become, down } = openWindow();
    const first = down();
    become(first);
    clock.pass(LASTING_MS);
    watch.dismiss();
    expect(watch.shown.get()).toBeUndefined();
    become(first, down());
    clock.pass(LASTING_MS * 2);
    expect(watch.shown.get()).toBeUndefined();
    become(carrier('server', 'up', { since: clock.now() }));
    const next = clock.now();
    become(down());
    clock.pass(LASTING_MS);
    expect(watch.shown.get()).toBe(next);
  });
});

test('a window that is closed shows nothing any more', () => {
  const { clock, watch, become, down } = openWindow();
  become(down());
  watch.dispose();
  clock.pass(LASTING_MS);
  expect(watch.shown.get()).toBeUndefined();
});

describe('what it means', () => {
  const down = carrier('server', 'down');
  const here = (counts: Parameters<typeof kelpCounts>[0], carriers = [down]) =>
    statusOf({ carriers, communities: [kelpCounts(counts)] });

  test('messages go through to those who are connected', () => {
    const connected = { kind: 'connected', connected: 3, others: 5 };
    const counts = { connected: 3, others: 5 };
    expect(senseOfOutage(here(counts), HERE)).toEqual({ ...connected, lan: false });
    expect(senseOfOutage(here(counts, [down, carrier('lan', 'up')]), HERE)).toEqual({ ...connected, lan: true });
    expect(senseOfOutage(here(counts, [down, carrier('lan', 'down')]), HERE)).toEqual({ ...connected, lan: false });
  });

  test('nobody can be reached, or nobody else is there', () => {
    expect(senseOfOutage(here({ connected: 0, others: 2 }), HERE)).toEqual({ kind: 'nobody' });
    expect(senseOfOutage(here({ others: 0 }), HERE)).toEqual({ kind: 'alone' });
  });

  test('to somebody who waits to be let in, has no community yet, or was removed', () => {
    const status = here({ connected: 0, others: 2 });
    expect(senseOfOutage(status, { ...HERE, state: 'joining' })).toEqual({ kind: 'joining' });
    expect(senseOfOutage(status, undefined)).toEqual({ kind: 'no-community' });
    expect(senseOfOutage(status, { ...HERE, state: 'removed' })).toBeUndefined();
  });
});
