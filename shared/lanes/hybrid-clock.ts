/**
 * Hybrid clock of records: 48 bits of milliseconds since the Unix epoch and a 16-bit counter. Along a lane it only
 * grows, whatever the system clock does. It decides order on screen, never validity.
 */
import { toHex } from '../base/bytes.ts';

export type HybridClock = { ms: number; counter: number };

/** Seven days. */
export const SEGMENT_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_MS = 2 ** 48 - 1;

export const segmentOf = (clock: HybridClock): number => Math.floor(clock.ms / SEGMENT_MS);

export const isAfter = (a: HybridClock, b: HybridClock): boolean =>
  a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter);

/** The clock of a new record: now, or just after the last one where the system clock stands still or went back. */
export const nextClock = (last: HybridClock | undefined, now: number): HybridClock => {
  const ms = Math.min(Math.max(Math.floor(now), 0), MAX_MS);
  if (last === undefined || ms > last.ms) return { ms, counter: 0 };
  return last.counter < 0xffff ? { ms: last.ms, counter: last.counter + 1 } : { ms: last.ms + 1, counter: 0 };
};

export const writeClock = ({ ms, counter }: HybridClock): Uint8Array => {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint16(0, Math.floor(ms / 2 ** 32));
  view.setUint32(2, ms % 2 ** 32);
  view.setUint16(6, counter);
  return out;
};

export const readClock = (bytes: Uint8Array): HybridClock => {
  if (bytes.length !== 8) return { ms: 0, counter: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return { ms: view.getUint16(0) * 2 ** 32 + view.getUint32(2), counter: view.getUint16(6) };
};

/** Sorts as text in clock order, ties by id: 16 hex digits, `.`, id. */
export const sortKeyOf = (clock: HybridClock, id: string): string => `${toHex(writeClock(clock))}.${id}`;
