/** What the picker shows, row by row, so that only the rows in view are drawn. */
import { COMMON_EMOJI } from '../one-emoji.ts';
import { EMOJI_GROUPS, type EmojiBook, type EmojiEntry, type EmojiGroup, findEmoji } from './emoji-book.ts';

export const COLUMNS = 9;
const MAX_FOUND = 90;
export const MAX_RECENT = 2 * COLUMNS;

export type Section = EmojiGroup | 'recent';
export type PickerRow =
  { kind: 'head'; section: Section } | { kind: 'emoji'; section: Section | 'found'; cells: readonly EmojiEntry[] };

export const pickerRows = (book: EmojiBook, typed: string, recent: readonly string[]): PickerRow[] => {
  if (typed.trim() !== '') return cut('found', findEmoji(book, typed, MAX_FOUND));
  const lately = [...new Set([...recent, ...COMMON_EMOJI])]
    .flatMap((emoji) => book.byEmoji.get(emoji) ?? [])
    .filter((entry, at, all) => all.indexOf(entry) === at)
    .slice(0, MAX_RECENT);
  return [
    ...section('recent', lately),
    ...EMOJI_GROUPS.flatMap((group) =>
      section(
        group,
        book.all.filter((entry) => entry.group === group),
      ),
    ),
  ];
};

const section = (name: Section, entries: readonly EmojiEntry[]): PickerRow[] => [
  { kind: 'head', section: name },
  ...cut(name, entries),
];

const cut = (name: Section | 'found', entries: readonly EmojiEntry[]): PickerRow[] =>
  Array.from({ length: Math.ceil(entries.length / COLUMNS) }, (_, i) => ({
    kind: 'emoji',
    section: name,
    cells: entries.slice(i * COLUMNS, (i + 1) * COLUMNS),
  }));

export type Cell = { row: number; column: number };

/** Of all, or of one section. */
export const firstCell = (rows: readonly PickerRow[], of?: Section): Cell | undefined => {
  const row = rows.findIndex(({ kind, section: one }) => kind === 'emoji' && (of === undefined || one === of));
  return row === -1 ? undefined : { row, column: 0 };
};

export const entryAt = (rows: readonly PickerRow[], cell: Cell | undefined): EmojiEntry | undefined => {
  const row = cell === undefined ? undefined : rows[cell.row];
  return row?.kind === 'emoji' && cell !== undefined ? row.cells[cell.column] : undefined;
};

export type Step = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** Over heads and ends of rows; where there is nothing further, it stays. */
export const stepFrom = (rows: readonly PickerRow[], from: Cell, step: Step): Cell => {
  const by = step === 'ArrowUp' || step === 'ArrowLeft' ? -1 : 1;
  const isSideways = step === 'ArrowLeft' || step === 'ArrowRight';
  const beside = { row: from.row, column: from.column + by };
  if (isSideways && entryAt(rows, beside) !== undefined) return beside;
  const next = nextRow(rows, from.row, by);
  const last = widthOf(rows[next]) - 1;
  if (last < 0) return from;
  if (!isSideways) return { row: next, column: Math.min(from.column, last) };
  return { row: next, column: by === 1 ? 0 : last };
};

const nextRow = (rows: readonly PickerRow[], from: number, by: number): number =>
  rows[from + by]?.kind === 'head' ? from + 2 * by : from + by;

const widthOf = (row: PickerRow | undefined): number => (row?.kind === 'emoji' ? row.cells.length : 0);
