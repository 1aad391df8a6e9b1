/** What devices say that they have stored, and since when. */
import type { DeviceId } from '../base/ids.ts';
import type { ReceiptStep, ReceiptView } from './views.ts';

/** Of each holder in a channel: since when they have older messages nobody asks. */
const MAX_STEPS = 50;

/** What is kept of a holder. What they had when they were first heard of came at no known time. */
export const mergeReceipts = (held: ReceiptView | undefined, next: ReceiptView): ReceiptView => {
  if (held === undefined) return next;
  const grown = Object.entries(next.upTo).flatMap(([device, upTo]): ReceiptStep[] => {
    const from = held.upTo[device as DeviceId] ?? 0;
    return upTo > from ? [{ device: device as DeviceId, from, upTo, at: next.at }] : [];
  });
  const steps = [...(held.steps ?? []), ...grown].slice(-MAX_STEPS);
  return steps.length === 0 ? next : { ...next, steps };
};

/** @returns when it was heard that the holder has a record; undefined if that is not known, or not so */
export const heldSince = ({ upTo, steps = [] }: ReceiptView, device: DeviceId, seq: number): number | undefined => {
  if ((upTo[device] ?? 0) <= seq) return undefined;
  // the last one: what was missing again for a while came back then
  return steps.findLast((step) => step.device === device && step.from <= seq && seq < step.upTo)?.at;
};
