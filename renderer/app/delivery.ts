/** Who has a message: from the receipts of devices and the list of members. */
import type { DeviceId, MemberId } from '../../shared/base/ids.ts';
import { heldSince } from '../../shared/model/receipts.ts';
import type { MemberView, MessageView, ReceiptView } from '../../shared/model/views.ts';

export type Delivery =
  /** Handed to the core, not yet on disk. */
  | { kind: 'saving' }
  | { kind: 'saved-here' }
  | { kind: 'with-some'; holders: number; others: number }
  | { kind: 'with-everyone' }
  /** Of a direct message: so many others have it, who cannot read it, and the one it is for has not. */
  | { kind: 'carried'; holders: number }
  | { kind: 'arrived' };

/** `since`: when that was heard here, in milliseconds since the Unix epoch, if it was heard when it came. */
export type Holder = { member: MemberView; has: boolean; since: number | undefined };

type Place = Pick<MessageView, 'device' | 'seq'>;

/** Per member other than me: does any device of theirs say it has stored the message? */
export const holdersOf = (
  message: Place,
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): Holder[] => {
  const holding = new Map<DeviceId, number | undefined>();
  for (const receipt of receipts) {
    if ((receipt.upTo[message.device] ?? 0) > message.seq)
      holding.set(receipt.holder, heldSince(receipt, message.device, message.seq));
  }
  return members
    .filter((member) => member.id !== me)
    .map((member) => {
      const having = member.devices.filter((device) => holding.has(device));
      const times = having.flatMap((device) => holding.get(device) ?? []);
      const isKnown = having.length > 0 && times.length === having.length;
      return { member, has: having.length > 0, since: isKnown ? Math.min(...times) : undefined };
    });
};

/** What the sign at a message says. */
export const deliveryReader = (
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): ((message: Place) => Delivery) => {
  const holdersIn = holderCounter(receipts, members, me);
  return (message) => {
    const { holders, others } = holdersIn(message);
    if (holders === 0) return SAVED_HERE;
    return holders === others ? WITH_EVERYONE : shared('with-some', holders, others);
  };
};

/** The same for a direct conversation: what counts is whether the other one has it. */
export const directDeliveryReader = (
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
  other: MemberId,
): ((message: Place) => Delivery) => {
  const holdersIn = holderCounter(receipts, members, me);
  const hasOther = holderCounter(
    receipts,
    members.filter(({ id }) => id === other),
    me,
  );
  return (message) => {
    if (hasOther(message).holders > 0) return ARRIVED;
    const { holders, others } = holdersIn(message);
    return holders === 0 ? SAVED_HERE : shared('carried', holders, others);
  };
};

/**
 * Made once for a set of receipts, asked once per message on screen: per author's device it sorts how far each other
 * member has come, so that an answer is a search and not a walk over everybody.
 */
const holderCounter = (
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): ((message: Place) => { holders: number; others: number }) => {
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
    return { holders: counts.length - firstAbove(counts, seq), others: counts.length };
  };
};

/** The same answer is the same object, so that a row that did not change is not drawn again. */
const SAVED_HERE: Delivery = { kind: 'saved-here' };
const WITH_EVERYONE: Delivery = { kind: 'with-everyone' };
const ARRIVED: Delivery = { kind: 'arrived' };
const given = new Map<string, Delivery>();
const shared = (kind: 'with-some' | 'carried', holders: number, others: number): Delivery => {
  const key = `${kind} ${holders} of ${others}`;
  const delivery = given.get(key) ?? (kind === 'carried' ? { kind, holders } : { kind, holders, others });
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
