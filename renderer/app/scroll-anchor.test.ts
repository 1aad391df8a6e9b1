import { describe, expect, test } from 'vitest';

import { anchorAt, decideScroll, isAtBottom, type MeasuredRow } from './scroll-anchor.ts';

/** Rows under each other, 50 pixels each unless told otherwise. */
const rowsOf = (names: string, heights: Readonly<Record<string, number>> = {}): MeasuredRow[] => {
  let top = 0;
  return names.split('').map((name) => {
    const row = { key: `message ${name}`, sortKey: name, top, bottom: top + (heights[name] ?? 50) };
    top = row.bottom;
    return row;
  });
};

/** Alice looks at `d` of a channel, of which 10 pixels are above the edge. */
const READING = anchorAt(110, rowsOf('bcde'));

describe('what alice reads stays where it is', () => {
  test('the anchor is the first row whose end she sees, and where it begins', () => {
    expect(READING).toEqual({ key: 'message d', sortKey: 'd', offset: -10 });
    expect(anchorAt(100, rowsOf('bcde'))).toEqual({ key: 'message d', sortKey: 'd', offset: 0 });
    expect(anchorAt(200, rowsOf('bcde'))).toBeUndefined();
    expect(anchorAt(0, [])).toBeUndefined();
  });

  test('the first message of the stretch is none: its head goes when those before it, of the same author, come', () => {
    const atTheTop = anchorAt(0, rowsOf('bcde', { b: 72 }));
    expect(atTheTop).toEqual({ key: 'message c', sortKey: 'c', offset: 72 });
    // `b` is 22 pixels lower, and what it says stands where it stood
    expect(decideScroll(false, atTheTop, rowsOf('Abcde'))).toEqual({ kind: 'to', scrollTop: 100 - 72 });
    expect(anchorAt(0, rowsOf('b'))?.key).toBe('message b');
  });

  test.each([
    ['earlier messages were read above', rowsOf('Abcde'), 160],
    ['a message came late between those above', rowsOf('bcCde'), 160],
    ['messages arrived below', rowsOf('bcdefg'), 110],
    ['the oldest rows were taken away', rowsOf('de'), 10],
    ['a row above grew', rowsOf('bcde', { b: 80 }), 140],
    ['the row itself grew', rowsOf('bcde', { d: 500 }), 110],
    ['it went away, so that the next stands in its place', rowsOf('bcef'), 110],
  ])('%s', (_what, rows, scrollTop) => {
    expect(decideScroll(false, READING, rows)).toEqual({ kind: 'to', scrollTop });
  });

  test('a row that cannot stand lower than the first place is not scrolled past the top', () => {
    const anchor = { key: 'message b', sortKey: 'b', offset: 30 };
    expect(decideScroll(false, anchor, rowsOf('bc'))).toEqual({ kind: 'to', scrollTop: 0 });
  });

  test('the same message is found by its id even if its place in the order is another now', () => {
    const rows = rowsOf('bce').map((row) => (row.sortKey === 'b' ? { ...row, key: 'message d' } : row));
    expect(decideScroll(false, { key: 'message d', sortKey: 'd', offset: 0 }, rows)).toEqual({
      kind: 'to',
      scrollTop: 0,
    });
  });

  test('if nothing is left from there on, she stands at the end', () => {
    expect(decideScroll(false, READING, rowsOf('bc'))).toEqual({ kind: 'bottom' });
    expect(decideScroll(false, READING, [])).toEqual({ kind: 'bottom' });
  });

  test('before anything was looked at nothing moves', () => {
    expect(decideScroll(false, undefined, rowsOf('abc'))).toEqual({ kind: 'keep' });
  });

  test('over many changes of the rows her message never moves on the screen', () => {
    let scrollTop = 110;
    let anchor = READING;
    for (const names of ['abcde', 'abcdefgh', 'cde', 'BCabcde', 'd', 'abcd']) {
      const rows = rowsOf(names, { a: 33, B: 71 });
      const decision = decideScroll(false, anchor, rows);
      scrollTop = decision.kind === 'to' ? decision.scrollTop : NaN;
      const top = rows.find(({ sortKey }) => sortKey === 'd')?.top ?? NaN;
      expect(top - scrollTop).toBe(-10);
      anchor = anchorAt(scrollTop, rows);
    }
  });
});

describe('at the bottom', () => {
  test('who follows the conversation goes on following it, whatever was looked at', () => {
    expect(decideScroll(true, READING, rowsOf('bcdefg'))).toEqual({ kind: 'bottom' });
    expect(decideScroll(true, undefined, [])).toEqual({ kind: 'bottom' });
  });

  test.each([
    [600, true],
    [576, true],
    [575, false],
    [0, false],
    // some browsers scroll to fractions and a little beyond
    [600.5, true],
  ])('scrolled to %d of 600 counts as the bottom: %s', (scrollTop, expected) => {
    expect(isAtBottom({ scrollTop, clientHeight: 400, scrollHeight: 1000 })).toBe(expected);
  });

  test('a conversation shorter than the window is at its bottom', () => {
    expect(isAtBottom({ scrollTop: 0, clientHeight: 400, scrollHeight: 400 })).toBe(true);
  });
});
