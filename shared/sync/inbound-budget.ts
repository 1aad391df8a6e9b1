/**
 * How much one link may bring unasked (SECURITY limits, local to this device): records that nobody asked for at 200 a
 * second, and bytes of them; and everything else in bytes. Records beyond it are passed over: tables show that they
 * are missing, and then they are asked for, at the pace of this device. Other messages beyond it close the link.
 */
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
  const records = createBucket(INBOUND_LIMITS.records, now);
  const recordBytes = createBucket(INBOUND_LIMITS.recordBytes, now);
  const otherBytes = createBucket(INBOUND_LIMITS.otherBytes, now);
  return {
    mayTakeRecords: (at, count, bytes) => {
      const hasRoom = records.level(at) >= count && recordBytes.level(at) >= bytes;
      if (hasRoom) {
        records.take(count);
        recordBytes.take(bytes);
      }
      return hasRoom;
    },
    mayHear: (at, bytes) => {
      const hasRoom = otherBytes.level(at) >= bytes;
      if (hasRoom) otherBytes.take(bytes);
      return hasRoom;
    },
  };
};

export type Bucket = { level: (at: number) => number; take: (amount: number) => void };

/** A clock that goes back gives nothing and takes nothing. */
export const createBucket = ({ perSecond, burst }: { perSecond: number; burst: number }, start: number): Bucket => {
  let level = burst;
  let filledAt = start;
  return {
    level: (at) => {
      level = Math.min(burst, level + (Math.max(0, at - filledAt) / 1_000) * perSecond);
      filledAt = at;
      return level;
    },
    take: (amount) => {
      level -= amount;
    },
  };
};
