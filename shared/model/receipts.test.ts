import { expect, test } from 'vitest';

import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import { heldSince, mergeReceipts } from './receipts.ts';
import type { ReceiptView } from './views.ts';

const [ALICE, BOB, CAROL] = ['alice', 'bob', 'carol'] as DeviceId[] as [DeviceId, DeviceId, DeviceId];
const told = (at: number, upTo: Record<string, number>): ReceiptView => ({
  community: 'kelp' as CommunityId,
  channel: 'tides' as ChannelId,
  holder: BOB,
  upTo: upTo as ReceiptView['upTo'],
  at,
});
const kept = (...receipts: readonly ReceiptView[]): ReceiptView =>
  receipts.reduce((held, next) => mergeReceipts(held, next));

test('bob has each message since it was heard of; what he had at first, since whenever', () => {
  const bob = kept(
    told(10, { [ALICE]: 2 }),
    told(20, { [ALICE]: 5, [CAROL]: 1 }),
    told(30, { [ALICE]: 6, [CAROL]: 1 }),
  );
  expect([0, 1, 2, 4, 5, 6].map((seq) => heldSince(bob, ALICE, seq))).toEqual([
    undefined,
    undefined,
    20,
    20,
    30,
    undefined,
  ]);
  expect(heldSince(bob, CAROL, 0)).toBe(20);
});

test('what went missing there is not there, and comes again later', () => {
  const less = kept(told(10, {}), told(20, { [ALICE]: 5 }), told(30, { [ALICE]: 3 }));
  expect(heldSince(less, ALICE, 4)).toBeUndefined();
  expect(heldSince(mergeReceipts(less, told(40, { [ALICE]: 5 })), ALICE, 4)).toBe(40);
});

test('of a long time only the last steps are kept', () => {
  const many = kept(...Array.from({ length: 80 }, (_, n) => told(n, { [ALICE]: n })));
  expect(many.steps).toHaveLength(50);
  expect(heldSince(many, ALICE, 78)).toBe(79);
  expect(heldSince(many, ALICE, 10)).toBeUndefined();
});
