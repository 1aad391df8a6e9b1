/**
 * How much one link may bring unasked (SECURITY limits, local to this device): records that nobody asked for at 200 a
 * second, and bytes of them; and everything else in bytes. Records beyond it are passed over: tables show that they
 * are missing, and then they are asked for, at the pace of this device. Other messages beyond it close the link.
 */
import { createTokenBucket } from '../base/token-bucket.ts';

export type InboundBudget = {
  /** @param at milliseconds. @returns false if these records are too many or too long to be taken now */
  mayTakeRecords: (at: number, records: number, bytes: number) => boolean;
  /** @returns false if the other side floods: the link should be closed */
  mayHear: (at: number, bytes: number) => boolean;
};

const MIB = 1024 * 1024;
export const INBOUND_LIMITS = {
  records: { perSecond: 200, burst: 2_000 },
  recordBytes: { perSecond: 2 * MIB, burst: 8 * MIB },
  /** Governance of a large community comes at once: 20,000 operations are about 10 MiB. */
  otherBytes: { perSecond: 2 * MIB, burst: 32 * MIB },
} as const;

export const createInboundBudget = (now: number): InboundBudget => {
  const records = createTokenBucket(INBOUND_LIMITS.records, now);
  const recordBytes = createTokenBucket(INBOUND_LIMITS.recordBytes, now);
  const otherBytes = createTokenBucket(INBOUND_LIMITS.otherBytes, now);
  return {
    mayTakeRecords: (at, count, bytes) =>
      records.level(at) >= count && recordBytes.take(at, bytes) && records.take(at, count),
    mayHear: (at, bytes) => otherBytes.take(at, bytes),
  };
};
