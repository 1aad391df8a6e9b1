import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { deviceId, memberId } from '../../shared/base/ids.ts';
import type { ReceiptStep, ReceiptView } from '../../shared/model/views.ts';
import { type Delivery, deliveryReader, directDeliveryReader, holdersOf } from './delivery.ts';
import { alice, bob, carol, GENERAL, KELP, mallory, memberOf, said } from './testing/page-cast.ts';

const BOBS_LAPTOP = deviceId(new Uint8Array(32).fill(200));
const ALICES_LAPTOP = deviceId(new Uint8Array(32).fill(201));

const receipt = (holder: ReceiptView['holder'], upTo: ReceiptView['upTo']): ReceiptView => ({
  community: KELP,
  channel: GENERAL,
  holder,
  upTo,
  at: 1_000,
});

const step = (from: number, upTo: number, at: number): ReceiptStep => ({ device: alice.device, from, upTo, at });

const EVERYBODY = [
  memberOf(alice, [alice.device, ALICES_LAPTOP]),
  memberOf(bob, [bob.device, BOBS_LAPTOP]),
  memberOf(carol),
];
/** Alice's message number 4 in her lane, to which others have 5 records once they have it. */
const MESSAGE = said(alice, 4);

const seenByAlice = (...receipts: ReceiptView[]): Delivery =>
  deliveryReader(receipts, EVERYBODY, alice.member)(MESSAGE);
const holderNames = (...receipts: ReceiptView[]): string[] =>
  holdersOf(MESSAGE, receipts, EVERYBODY, alice.member)
    .filter(({ has }) => has)
    .map(({ member }) => member.name);

describe("who has alice's message", () => {
  test('nobody said anything yet: it is saved here', () => {
    expect(seenByAlice()).toEqual({ kind: 'saved-here' });
    expect(holderNames()).toEqual([]);
  });

  test('bob has the records up to the one before, then this one', () => {
    expect(seenByAlice(receipt(bob.device, { [alice.device]: 4 }))).toEqual({ kind: 'saved-here' });
    expect(holderNames(receipt(bob.device, { [alice.device]: 4 }))).toEqual([]);
    expect(seenByAlice(receipt(bob.device, { [alice.device]: 5 }))).toEqual({
      kind: 'with-some',
      holders: 1,
      others: 2,
    });
    expect(holderNames(receipt(bob.device, { [alice.device]: 5 }))).toEqual(['bob']);
  });

  test('of a direct message it counts whether the other one has it; that others carry it is said apart', () => {
    const direct = (...receipts: ReceiptView[]): Delivery =>
      directDeliveryReader(receipts, EVERYBODY, alice.member, carol.member)(MESSAGE);
    expect(direct()).toEqual({ kind: 'saved-here' });
    const carried = receipt(bob.device, { [alice.device]: 5 });
    expect(direct(carried)).toEqual({ kind: 'carried', holders: 1 });
    expect(direct(receipt(carol.device, { [alice.device]: 5 }))).toEqual({ kind: 'arrived' });
    expect(direct(carried, receipt(carol.device, { [alice.device]: 4 }))).toEqual({ kind: 'carried', holders: 1 });
  });

  test('any device of his will do, and two count as one', () => {
    const behind = receipt(bob.device, { [alice.device]: 1 });
    const laptop = receipt(BOBS_LAPTOP, { [alice.device]: 9 });
    expect(seenByAlice(behind, laptop)).toEqual({ kind: 'with-some', holders: 1, others: 2 });
    const both = [receipt(bob.device, { [alice.device]: 9 }), laptop];
    expect(seenByAlice(...both)).toEqual({ kind: 'with-some', holders: 1, others: 2 });
    expect(holderNames(...both)).toEqual(['bob']);
  });

  test('since when bob has it is what was first heard of any device of his, if it was heard', () => {
    const since = (...receipts: ReceiptView[]): (number | undefined)[] =>
      holdersOf(MESSAGE, receipts, EVERYBODY, alice.member).map((holder) => holder.since);
    const phone = { ...receipt(bob.device, { [alice.device]: 9 }), steps: [step(3, 9, 70)] };
    const laptop = { ...receipt(BOBS_LAPTOP, { [alice.device]: 5 }), steps: [step(0, 4, 50), step(4, 5, 60)] };
    expect(since(phone, laptop)).toEqual([60, undefined]);
    expect(since(receipt(bob.device, { [alice.device]: 9 }))).toEqual([undefined, undefined]);
  });

  test("how much bob has of carol's lane says nothing about alice's", () => {
    expect(seenByAlice(receipt(bob.device, { [carol.device]: 99 }))).toEqual({ kind: 'saved-here' });
    expect(holderNames(receipt(bob.device, { [carol.device]: 99 }))).toEqual([]);
  });

  test("alice's own laptop is not somebody else, nor is a device of no member", () => {
    const own = receipt(ALICES_LAPTOP, { [alice.device]: 9 });
    const stranger = receipt(mallory.device, { [alice.device]: 9 });
    expect(seenByAlice(own, stranger)).toEqual({ kind: 'saved-here' });
    expect(holdersOf(MESSAGE, [own, stranger], EVERYBODY, alice.member).map(({ member }) => member.name)).toEqual([
      'bob',
      'carol',
    ]);
  });

  test('bob and carol have it: everyone', () => {
    const receipts = [receipt(BOBS_LAPTOP, { [alice.device]: 5 }), receipt(carol.device, { [alice.device]: 6 })];
    expect(seenByAlice(...receipts)).toEqual({ kind: 'with-everyone' });
    expect(holderNames(...receipts)).toEqual(['bob', 'carol']);
  });

  test('a newcomer makes it "with some" again', () => {
    const receipts = [receipt(bob.device, { [alice.device]: 5 }), receipt(carol.device, { [alice.device]: 5 })];
    const read = deliveryReader(receipts, [...EVERYBODY, memberOf(mallory)], alice.member);
    expect(read(MESSAGE)).toEqual({ kind: 'with-some', holders: 2, others: 3 });
  });

  test('alice is alone: there is no everyone', () => {
    const read = deliveryReader([receipt(ALICES_LAPTOP, { [alice.device]: 9 })], [memberOf(alice)], alice.member);
    expect(read(MESSAGE)).toEqual({ kind: 'saved-here' });
    expect(holdersOf(MESSAGE, [], [memberOf(alice)], alice.member)).toEqual([]);
  });

  test('the same answer is the same object, so that a row that did not change is not drawn again', () => {
    const receipts = [receipt(bob.device, { [alice.device]: 5, [carol.device]: 9 })];
    const one = deliveryReader(receipts, EVERYBODY, alice.member);
    const other = deliveryReader([...receipts], [...EVERYBODY], alice.member);
    expect(one(MESSAGE)).toBe(other({ ...MESSAGE, seq: 3 }));
    expect(one(said(carol, 4))).toBe(one(MESSAGE));
    expect(one(said(alice, 7))).toBe(other(said(alice, 8)));
  });

  test('one reader answers for messages of all ages and authors', () => {
    const receipts = [
      receipt(bob.device, { [alice.device]: 3, [carol.device]: 1 }),
      receipt(carol.device, { [alice.device]: 1, [carol.device]: 2 }),
    ];
    const read = deliveryReader(receipts, EVERYBODY, alice.member);
    expect([0, 1, 2, 3].map((seq) => read({ device: alice.device, seq }).kind)).toEqual([
      'with-everyone',
      'with-some',
      'with-some',
      'saved-here',
    ]);
    expect([0, 1, 2].map((seq) => read({ device: carol.device, seq }).kind)).toEqual([
      'with-everyone',
      'with-some',
      'saved-here',
    ]);
  });
});

test('the fast answer and the long list always agree', () => {
  const devices = Array.from({ length: 10 }, (_, n) => deviceId(new Uint8Array(32).fill(n)));
  const place = fc.record({ device: fc.constantFrom(...devices), seq: fc.nat({ max: 6 }) });
  const kinds = new Set<string>();
  const holder = fc.dictionary(fc.constantFrom(...devices), fc.nat({ max: 7 }), { maxKeys: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...devices), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }),
      fc.array(holder, { minLength: 10, maxLength: 10 }),
      fc.array(place, { minLength: 1, maxLength: 12 }),
      fc.nat({ max: 6 }),
      (telling, sizes, upTos, places, mine) => {
        const pool = [...devices];
        const members = sizes.map((size, n) => ({
          ...memberOf(bob, pool.splice(0, size)),
          id: memberId(new Uint8Array(32).fill(n)),
        }));
        const receipts = telling.map((device, n) => receipt(device, upTos[n] ?? {}));
        const me = members[mine]?.id;
        const read = deliveryReader(receipts, members, me);
        for (const asked of places) {
          const list = holdersOf(asked, receipts, members, me);
          const holders = list.filter(({ has }) => has).length;
          const expected: Delivery =
            holders === 0
              ? { kind: 'saved-here' }
              : holders === list.length
                ? { kind: 'with-everyone' }
                : { kind: 'with-some', holders, others: list.length };
          expect(read(asked)).toEqual(expected);
          kinds.add(expected.kind);
        }
      },
    ),
    { numRuns: 400, seed: 11 },
  );
  expect(kinds).toEqual(new Set(['saved-here', 'with-some', 'with-everyone']));
});
