/** Sees to it that nobody takes all of a hub's places from one address. Remembers addresses only as long as it must. */
import { readIp, writeIp } from '../../shared/base/ip-address.ts';
import { createTokenBucket, type TokenBucket } from '../../shared/base/token-bucket.ts';
import type { HubLimits } from './hub-limits.ts';

export type Refusal = 'too-many' | 'too-often';
export type AddressDesk = {
  /** @returns what is to be called when the connection has ended, or why there is none */
  admit: (address: string) => (() => void) | Refusal;
  /** Addresses that are remembered. */
  size: () => number;
};

/** Addresses that have left are remembered so that coming back does not make them new; the oldest are forgotten. */
const MAX_GONE = 4_096;

type Limits = Pick<HubLimits, 'socketsPerAddress' | 'connectsPerSecond' | 'connectsAtOnce'>;
type Entry = { open: number; connects: TokenBucket };

export const createAddressDesk = (limits: Limits, now: () => number): AddressDesk => {
  const here = new Map<string, Entry>();
  const gone = new Map<string, Entry>();

  const left = (key: string, entry: Entry): void => {
    entry.open -= 1;
    if (entry.open > 0) return;
    here.delete(key);
    remember(key, entry);
  };
  const remember = (key: string, entry: Entry): void => {
    gone.delete(key);
    gone.set(key, entry);
    for (const oldest of gone.keys()) {
      if (gone.size <= MAX_GONE) return;
      gone.delete(oldest);
    }
  };

  return {
    admit: (address) => {
      const key = networkOf(address);
      const entry = here.get(key) ??
        gone.get(key) ?? {
          open: 0,
          connects: createTokenBucket({ perSecond: limits.connectsPerSecond, burst: limits.connectsAtOnce }, now()),
        };
      if (!entry.connects.take(now(), 1)) {
        if (entry.open === 0) remember(key, entry);
        return 'too-often';
      }
      if (entry.open >= limits.socketsPerAddress) return 'too-many';
      gone.delete(key);
      here.set(key, entry);
      entry.open += 1;
      let isOpen = true;
      return () => {
        if (isOpen) left(key, entry);
        isOpen = false;
      };
    },
    size: () => here.size + gone.size,
  };
};

/** Whoever has an IPv6 address has at least a network of 64 bits, so that network counts as one address. */
export const networkOf = (address: string): string => {
  const plain = (address.split('%')[0] ?? '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  const ip = readIp(mapped ?? plain);
  if (ip?.length !== 16) return mapped ?? plain;
  return `${writeIp(ip).split(':').slice(0, 4).join(':')}::/64`;
};
