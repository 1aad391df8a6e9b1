/** A record's clock as text that sorts in clock order: 12 hex digits of milliseconds, 4 of the counter. */
export const clockText = (ms: number, counter: number): string =>
  ms.toString(16).padStart(12, '0') + counter.toString(16).padStart(4, '0');

/** @param sortKey of a record: it begins with its clock */
export const clockOf = (sortKey: string): string => sortKey.slice(0, 16);

/** Behind a clock: sorts after every sort key that begins with it. */
export const AFTER_CLOCK = '~';
