import { expect, test } from 'vitest';

import type { ChannelId } from '../../shared/base/ids.ts';
import type { Place, Places } from './places.ts';
import { createRecentWindows } from './recent-windows.ts';
import { createStore } from './store.ts';
import { aroundIn } from './timeline-window.ts';
import {
  alice,
  bob,
  channelOf,
  channelView,
  GENERAL,
  handClock,
  KELP,
  kelpOf,
  QUIET,
  said,
  saidMany,
  tellingPeer,
} from './testing/page-cast.ts';

const openRecent = () => {
  const clock = handClock();
  const channel = channelOf(saidMany(1, 151));
  const { peer, tell } = tellingPeer();
  const changes = createStore(0);
  const place = (...channels: readonly ChannelId[]): Place => ({
    community: kelpOf(alice),
    channels: channels.map(channelView),
  });
  const all = createStore<readonly Place[] | undefined>([place(GENERAL, QUIET)]);
  const reports: string[] = [];
  const faults = { next: undefined as Error | undefined };
  const recent = createRecentWindows({
    peer,
    queries: {
      history: async (...asked) => {
        const { next } = faults;
        faults.next = undefined;
        if (next !== undefined) throw next;
        return channel.history(...asked);
      },
    },
    changes,
    places: { all } as unknown as Places,
    next: () => [GENERAL, QUIET].map((id) => ({ community: KELP, channel: id })),
    onNext: () => () => undefined,
    after: clock.after,
    report: (what) => void reports.push(what),
  });
  /** Time goes on, and what is read meanwhile is. */
  const pass = async (seconds: number): Promise<void> => {
    for (let step = 0; step < seconds * 20; step += 1) {
      clock.pass(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const arrive = (n: number): void => {
    const message = said(bob, n);
    channel.arrive(message);
    tell({ kind: 'message', message });
  };
  const asked = (): ChannelId[] => channel.asked.splice(0).map(({ channel: id }) => id);
  const show = (...channels: readonly ChannelId[]): void => all.set([place(...channels)]);
  return { recent, channel, clock, changes, reports, faults, pass, tell, arrive, asked, show };
};

test('once it is quiet the newest stretch of each channel is read, one after another, and only once', async () => {
  const { recent, pass, asked } = openRecent();
  expect(recent.of(GENERAL)).toBeUndefined();
  await pass(0.9);
  expect(asked()).toEqual([]);
  await pass(3);
  expect(asked()).toEqual([GENERAL, QUIET]);
  const { window, isCurrent } = recent.of(GENERAL) ?? {};
  expect(isCurrent).toBe(true);
  expect(window?.hasOlder).toBe(true);
  expect(window?.messages.map(({ text }) => text)).toEqual(saidMany(51, 151).map(({ text }) => text));
});

test('what came since makes it out of date, until it is read again; what was done to a message is never shown as it was', async () => {
  const { recent, pass, arrive, asked, tell } = openRecent();
  await pass(3);
  asked();
  arrive(200);
  expect(recent.of(GENERAL)?.isCurrent).toBe(false);
  expect(recent.of(QUIET)?.isCurrent).toBe(true);
  await pass(2);
  expect(asked()).toEqual([GENERAL]);
  expect(recent.of(GENERAL)?.isCurrent).toBe(true);
  expect(recent.of(GENERAL)?.window.messages.at(-1)?.text).toBe('message 200');
  tell({ kind: 'message-changed', community: KELP, channel: GENERAL, id: said(bob, 200).id, what: 'purge' });
  expect(recent.of(GENERAL)).toBeUndefined();
});

test('while much comes in nothing is read ahead', async () => {
  const { pass, arrive, asked } = openRecent();
  for (let second = 0; second < 5; second += 1) {
    for (let n = 0; n < 30; n += 1) arrive(200 + second * 30 + n);
    await pass(1);
  }
  expect(asked()).toEqual([]);
  await pass(3);
  expect(asked()).toEqual([GENERAL, QUIET]);
});

test('what came while it was being read makes it no current one', async () => {
  const { recent, pass, clock, arrive } = openRecent();
  clock.pass(1_000);
  arrive(200);
  await new Promise((resolve) => setImmediate(resolve));
  expect(recent.of(GENERAL)).toBeUndefined();
  await pass(3);
  expect(recent.of(GENERAL)?.window.messages.at(-1)?.text).toBe('message 200');
  expect(recent.of(GENERAL)?.isCurrent).toBe(true);
});

test('a channel that is gone, and people who are called otherwise, leave nothing', async () => {
  const { recent, pass, show, changes } = openRecent();
  await pass(3);
  show(QUIET);
  expect(recent.of(GENERAL)).toBeUndefined();
  expect(recent.of(QUIET)).toBeDefined();
  changes.set(1);
  expect(recent.of(QUIET)).toBeUndefined();
});

test('when reading fails it is told, and tried again when something happens', async () => {
  const { recent, pass, faults, reports, arrive } = openRecent();
  faults.next = new Error('the disk');
  await pass(2);
  expect(reports).toEqual(['reading ahead']);
  arrive(200);
  await pass(4);
  expect(recent.of(GENERAL)?.isCurrent).toBe(true);
});

test('what could not be read again is not taken for what is there now', async () => {
  const { recent, pass, faults, arrive } = openRecent();
  await pass(3);
  arrive(200);
  faults.next = new Error('the disk');
  await pass(1.5);
  expect(recent.of(GENERAL)?.isCurrent).toBe(false);
  arrive(201);
  await pass(3);
  expect(recent.of(GENERAL)?.window.messages.at(-1)?.text).toBe('message 201');
  expect(recent.of(GENERAL)?.isCurrent).toBe(true);
});

test('where it ends nothing goes on', async () => {
  const { recent, pass, clock, asked } = openRecent();
  clock.pass(1_000);
  recent.dispose();
  await pass(3);
  expect(asked()).toEqual([GENERAL]);
  expect(clock.pending()).toBe(0);
});

test('a stretch around a message is cut out of the newest one', () => {
  const messages = saidMany(1, 101);
  const newest = { range: { floor: undefined, ceilings: [] }, messages, hasOlder: false };
  const around = aroundIn(newest, said(bob, 90).sortKey);
  expect(around.messages[0]?.text).toBe('message 40');
  expect(around.range.floor).toBe(messages[39]?.sortKey);
  expect(around.hasOlder).toBe(true);
  expect(aroundIn(newest, said(bob, 10).sortKey)).toMatchObject({ hasOlder: false, messages });
});
