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

export const deliveryOf = (
  message: Place,
  receipts: readonly ReceiptView[],
  members: readonly MemberView[],
  me: MemberId | undefined,
): Delivery => {
  const others = holdersOf(message, receipts, members, me);
  const holders = others.filter((holder) => holder.has).length;
  if (holders === 0) return { kind: 'saved-here' };
  return holders === others.length ? { kind: 'with-everyone' } : { kind: 'with-some', holders, others: others.length };
};
