import { describe, expect, test } from 'vitest';

import type { ChannelId } from '../../shared/base/ids.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { bob, GENERAL, handClock, KELP, QUIET, REEF, said } from './testing/page-cast.ts';
import { createUnread } from './unread.ts';

/** Alice's window; `reads` is the channel whose end she is looking at. */
const openWindow = (reads?: ChannelId) => {
  const clock = handClock();
  const listeners = new Set<(event: PeerEvent) => void>();
  const peer = {
    subscribe: (listener: (event: PeerEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const view = { reads };
  const unread = createUnread(peer, (channel) => channel === view.reads, clock.after);
  let told = 0;
  unread.counts.subscribe(() => {
    told += 1;
  });
  const arrive = (count: number, channel = GENERAL, sentAt = 1_000): void => {
    for (let n = 0; n < count; n += 1) {
      const message = said(bob, n, { channel, sentAt });
      for (const listener of listeners) listener({ kind: 'message', message });
    }
  };
  const other = (event: PeerEvent): void => listeners.forEach((listener) => listener(event));
  return { unread, clock, arrive, other, view, told: () => told, listeners };
};

describe('alice has not looked', () => {
  test('each channel counts what arrived there', () => {
    const { unread, clock, arrive } = openWindow();
    arrive(2);
    arrive(3, QUIET);
    clock.pass(100);
    expect(unread.counts.get()).toEqual([
      { community: KELP, channel: GENERAL, count: 2 },
      { community: KELP, channel: QUIET, count: 3 },
    ]);
  });

  test('what is dated long ago counts as well: what matters is that it came now', () => {
    const { unread, clock, arrive } = openWindow();
    arrive(1, GENERAL, 1_000_000_000_000);
    arrive(1, GENERAL, 5);
    clock.pass(100);
    expect(unread.counts.get()[0]?.count).toBe(2);
  });

  test('thousands at once are told in batches, not one by one', () => {
    const { unread, clock, arrive, told } = openWindow();
    arrive(5_000);
    expect(told()).toBe(0);
    clock.pass(99);
    expect(told()).toBe(0);
    clock.pass(1);
    expect(told()).toBe(1);
    expect(unread.counts.get()[0]?.count).toBe(5_000);
    arrive(10);
    clock.pass(100);
    expect(told()).toBe(2);
    expect(unread.counts.get()[0]?.count).toBe(5_010);
  });

  test('nothing but messages counts', () => {
    const { unread, clock, other } = openWindow();
    other({ kind: 'joined', community: REEF });
    other({ kind: 'join-refused', community: REEF, error: 'refused', message: 'no' });
    expect(clock.pending()).toBe(0);
    expect(unread.counts.get()).toEqual([]);
  });
});

describe('alice looks', () => {
  test('at the end of a channel: what arrives there is read, what arrives elsewhere is not', () => {
    const { unread, clock, arrive } = openWindow(GENERAL);
    arrive(4);
    arrive(1, QUIET);
    clock.pass(100);
    expect(unread.counts.get()).toEqual([{ community: KELP, channel: QUIET, count: 1 }]);
  });

  test('away again: it counts from then on', () => {
    const { unread, clock, arrive, view } = openWindow(GENERAL);
    arrive(4);
    view.reads = undefined;
    arrive(2);
    clock.pass(100);
    expect(unread.counts.get()[0]?.count).toBe(2);
  });

  test('a channel she opens is cleared at once, the others stay', () => {
    const { unread, clock, arrive } = openWindow();
    arrive(4);
    arrive(1, QUIET);
    clock.pass(100);
    unread.clear(GENERAL);
    expect(unread.counts.get()).toEqual([{ community: KELP, channel: QUIET, count: 1 }]);
    arrive(1);
    clock.pass(100);
    expect(unread.counts.get().find(({ channel }) => channel === GENERAL)?.count).toBe(1);
  });

  test('clearing before a batch was told takes it along', () => {
    const { unread, clock, arrive, told } = openWindow();
    arrive(4);
    arrive(2, QUIET);
    unread.clear(GENERAL);
    expect(unread.counts.get()).toEqual([{ community: KELP, channel: QUIET, count: 2 }]);
    expect(clock.pending()).toBe(0);
    arrive(1, QUIET);
    clock.pass(100);
    expect(unread.counts.get()[0]?.count).toBe(3);
    expect(told()).toBe(2);
  });

  test('clearing what is clear tells nothing', () => {
    const { unread, told } = openWindow();
    unread.clear(GENERAL);
    expect(told()).toBe(0);
  });
});

test('closing the window stops the counting and leaves nothing running', () => {
  const { unread, clock, arrive, told, listeners } = openWindow();
  arrive(1);
  unread.dispose();
  expect(clock.pending()).toBe(0);
  expect(listeners.size).toBe(0);
  clock.pass(1_000);
  expect(told()).toBe(0);
});
