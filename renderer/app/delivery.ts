/** Who has a message: from the receipts of devices and the list of members. */
import type { DeviceId, MemberId } from '../../shared/base/ids.ts';
import type { MemberView, MessageView, ReceiptView } from '../../shared/model/views.ts';

export type Delivery =
  /** Handed to the core, not yet on disk. */
  | { kind: 'saving' }
  | { kind: 'saved-here' }
  | { kind: 'with-some'; holders: number; others: number }
  | { kind: 'with-everyone' };

export type Holder = { member: MemberView; has: boolean };

type Place = Pick<MessageView, 'device' | 'seq'>;

/** Per member other than me: does any device of theirs say it has stored the message? */
export const holdersOf = (
  message: Place,
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): Holder[] => {
  const holding = new Set<DeviceId>();
  for (const receipt of receipts) {
    if ((receipt.upTo[message.device] ?? 0) > message.seq) holding.add(receipt.holder);
  }
  return members
    .filter((member) => member.id !== me)
    .map((member) => ({ member, has: member.devices.some((device) => holding.has(device)) }));
};

/**
 * Made once for a set of receipts, asked once per message on screen: per author's device it sorts how far each other
 * member has come, so that an answer is a search and not a walk over everybody.
 */
export const deliveryReader = (
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): ((message: Place) => Delivery) => {
  const others = members.filter((member) => member.id !== me);
  const byHolder = new Map(receipts.map((receipt) => [receipt.holder, receipt.upTo]));
  const reached = new Map<DeviceId, number[]>();
  const reachedOf = (author: DeviceId): number[] => {
    const known = reached.get(author);
    if (known !== undefined) return known;
    const counts = others.map(({ devices }) =>
      Math.max(0, ...devices.map((held) => byHolder.get(held)?.[author] ?? 0)),
    );
    counts.sort((a, b) => a - b);
    reached.set(author, counts);
    return counts;
  };
  return ({ device, seq }) => {
    const counts = reachedOf(device);
    const holders = counts.length - firstAbove(counts, seq);
    if (holders === 0) return SAVED_HERE;
    return holders === counts.length ? WITH_EVERYONE : withSome(holders, counts.length);
  };
};

/** The same answer is the same object, so that a row that did not change is not drawn again. */
const SAVED_HERE: Delivery = { kind: 'saved-here' };
const WITH_EVERYONE: Delivery = { kind: 'with-everyone' };
const given = new Map<string, Delivery>();
const withSome = (holders: number, others: number): Delivery => {
  const key = `${holders} of ${others}`;
  const delivery = given.get(key) ?? { kind: 'with-some', holders, others };
  given.set(key, delivery);
  return delivery;
};

/** Index of the first count greater than `seq` in ascending counts; their number if there is none. */
const firstAbove = (counts: readonly number[], seq: number): number => {
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((counts[middle] ?? 0) > seq) high = middle;
    else low = middle + 1;
  }
  return low;
};
