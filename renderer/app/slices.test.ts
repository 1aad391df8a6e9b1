import { expect, test } from 'vitest';

import { FIRST_SLICE, nextSlice, SLICE } from './slices.ts';

const rowsOf = (from: number, to: number): { key: string }[] =>
  Array.from({ length: to - from }, (_, at) => ({ key: `row ${from + at}` }));
const keysOf = (rows: readonly { key: string }[]): Set<string> => new Set(rows.map(({ key }) => key));

test('a few new rows are drawn at once: the list stays the same object', () => {
  const rows = rowsOf(0, 100);
  expect(nextSlice(rows, keysOf(rows.slice(SLICE)), 99)).toBe(rows);
});

test('of many, those next to the reader come first, as many as fill a window, then the next, until all are there', () => {
  const rows = rowsOf(0, FIRST_SLICE + 2 * SLICE);
  const first = nextSlice(rows, new Set(), rows.length - 1);
  expect(first).toEqual(rows.slice(2 * SLICE));
  const second = nextSlice(rows, keysOf(first), rows.length - 1);
  expect(second).toEqual(rows.slice(SLICE));
  expect(nextSlice(rows, keysOf(second), rows.length - 1)).toBe(rows);
});

test('earlier messages are added to those that the reader looks at, from below', () => {
  const rows = rowsOf(0, 200);
  const drawn = keysOf(rows.slice(100));
  expect(nextSlice(rows, drawn, 103)).toEqual(rows.slice(100 - SLICE));
});

test('around a message to which the reader was sent', () => {
  const rows = rowsOf(0, 300);
  const slice = nextSlice(rows, keysOf(rowsOf(1_000, 1_100)), 50);
  expect(slice).toHaveLength(FIRST_SLICE);
  expect(keysOf(slice)).toContain('row 50');
  expect(Math.abs(Number(slice[0]?.key.slice(4)) - (50 - FIRST_SLICE / 2))).toBeLessThanOrEqual(1);
});

test('rows that are there are never taken away, and what is gone is gone', () => {
  const slice = nextSlice(rowsOf(50, 250), keysOf(rowsOf(0, 100)), 60);
  expect(slice.slice(0, 50)).toEqual(rowsOf(50, 100));
});
