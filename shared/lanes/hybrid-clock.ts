/**
 * Hybrid clock of records: 48 bits of milliseconds since the Unix epoch and a 16-bit counter. Along a lane it only
 * grows, whatever the system clock does. It decides order on screen, never validity.
 */
import { clockText } from '../base/clock-text.ts';

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

export const writeClock = (clock: HybridClock): Uint8Array => {
  const out = new Uint8Array(8);
  putClock(out, 0, clock);
  return out;
};

/** Eight bytes from `at` on. */
export const putClock = (out: Uint8Array, at: number, { ms, counter }: HybridClock): void => {
  const high = Math.floor(ms / 2 ** 32);
  const low = ms % 2 ** 32;
  const bytes = [high >> 8, high, low >>> 24, low >>> 16, low >>> 8, low, counter >> 8, counter];
  for (let i = 0; i < 8; i += 1) out[at + i] = bytes[i] ?? 0;
};

export const readClock = (bytes: Uint8Array): HybridClock => {
  if (bytes.length !== 8) return { ms: 0, counter: 0 };
  let ms = 0;
  for (let i = 0; i < 6; i += 1) ms = ms * 256 + (bytes[i] ?? 0);
  return { ms, counter: ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0) };
};

/** Sorts as text in clock order, ties by id: 16 hex digits, `.`, id. */
export const sortKeyOf = ({ ms, counter }: HybridClock, id: string): string => `${clockText(ms, counter)}.${id}`;
