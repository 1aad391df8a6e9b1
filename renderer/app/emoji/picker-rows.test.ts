import raw from 'emojibase-data/en/compact.json';
import codes from 'emojibase-data/en/shortcodes/joypixels.json';
import { expect, test } from 'vitest';

import { createEmojiBook } from './emoji-book.ts';
import { type Cell, COLUMNS, entryAt, firstCell, pickerRows, type Step, stepFrom } from './picker-rows.ts';

const book = createEmojiBook(raw, codes);
const rows = pickerRows(book, '', ['🦀']);

const walk = (from: Cell, ...steps: Step[]): Cell => steps.reduce((at, step) => stepFrom(rows, at, step), from);

test('what was used lately comes first, then what many use, then every emoji once', () => {
  const shown = rows.flatMap((row) => (row.kind === 'emoji' && row.section !== 'recent' ? row.cells : []));
  expect(entryAt(rows, firstCell(rows))?.emoji).toBe('🦀');
  expect(shown).toHaveLength(book.all.length);
  expect(new Set(shown).size).toBe(book.all.length);
});

test('arrows go over heads and ends of rows, and nowhere beyond the first and the last', () => {
  const first = { row: 1, column: 0 };
  expect(walk(first, 'ArrowUp')).toEqual(first);
  expect(walk(first, 'ArrowLeft')).toEqual(first);
  expect(walk(first, 'ArrowRight')).toEqual({ row: 1, column: 1 });
  expect(walk({ row: 1, column: COLUMNS - 1 }, 'ArrowRight', 'ArrowLeft').row).toBe(1);
  expect(rows[2]?.kind).toBe('head');
  expect(walk(first, 'ArrowDown')).toEqual({ row: 3, column: 0 });
  const last = rows.length - 1;
  expect(walk({ row: last, column: 0 }, 'ArrowDown')).toEqual({ row: last, column: 0 });
});

test('each section has a first cell, below its head', () => {
  const first = firstCell(rows, 3);
  expect(rows[(first?.row ?? 0) - 1]).toEqual({ kind: 'head', section: 3 });
  expect(first?.column).toBe(0);
  expect(firstCell(pickerRows(book, 'wave', []), 3)).toBeUndefined();
});

test('what is typed leaves only what it finds', () => {
  const found = pickerRows(book, 'wave', []);
  expect(entryAt(found, firstCell(found))?.emoji).toBe('👋');
  expect(pickerRows(book, 'qqqq', [])).toEqual([]);
});
