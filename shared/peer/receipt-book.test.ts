import { expect, test } from 'vitest';

import { type ChannelId, type CommunityId, type DeviceId, recordId } from '../base/ids.ts';
import type { ReceiptView } from '../model/views.ts';
import { createReceiptBook } from './receipt-book.ts';

const BOB = 'bob' as DeviceId;
const HEAD = recordId(new Uint8Array(32));
const laneWith = (count: number, missing: readonly number[] = []) => [
  { device: 'alice' as DeviceId, count, head: HEAD, missing },
];

const open = () => {
  const writes: { views: readonly ReceiptView[]; done: (ok: boolean) => void }[] = [];
  const failed: string[] = [];
  const book = createReceiptBook(
    {
      id: 'kelp' as CommunityId,
      drops: { has: ({ seq }) => seq === 3 } as Parameters<typeof createReceiptBook>[0]['drops'],
    },
    (views) =>
      new Promise(
        (resolve, reject) => void writes.push({ views, done: (ok) => (ok ? resolve() : reject(new Error('full'))) }),
      ),
    (promise, why) => void promise.catch(() => failed.push(why)),
    () => 7,
  );
  const tell = (channel: string, count: number, missing?: readonly number[]): void =>
    book.note(BOB, channel as ChannelId, laneWith(count, missing));
  const written = (): [string, number][][] =>
    writes.map(({ views }) => views.map(({ channel, upTo }) => [channel, upTo['alice' as DeviceId] ?? -1]));
  const settle = async (ok = true): Promise<void> => {
    writes.at(-1)?.done(ok);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { tell, written, settle, failed };
};

test('what is told while some are being written is written together, the newest of each', async () => {
  const { tell, written, settle } = open();
  tell('tides', 1);
  for (const count of [2, 5]) tell('tides', count);
  tell('boats', 7);
  expect(written()).toEqual([[['tides', 1]]]);
  await settle();
  expect(written().slice(1)).toEqual([
    [
      ['tides', 5],
      ['boats', 7],
    ],
  ]);
  await settle();
  tell('boats', 7);
  expect(written()).toHaveLength(2);
  tell('boats', 8);
  expect(written().at(-1)).toEqual([['boats', 8]]);
});

test('a lane is held up to the first body that is missing there and was not deleted', () => {
  const { tell, written } = open();
  tell('tides', 10, [3, 6]);
  expect(written()).toEqual([[['tides', 6]]]);
});

test('a write that fails is told of, and the next one is made', async () => {
  const { tell, written, settle, failed } = open();
  tell('tides', 1);
  await settle(false);
  expect(failed).toEqual(['receipts']);
  tell('tides', 2);
  expect(written()).toEqual([[['tides', 1]], [['tides', 2]]]);
});
