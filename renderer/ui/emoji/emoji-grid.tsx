/** The emoji in rows, of which only those in view are drawn. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { type EmojiEntry, inTone } from '../../app/emoji/emoji-book.ts';
import { type Cell, COLUMNS, type PickerRow, type Section } from '../../app/emoji/picker-rows.ts';
import { strings } from '../strings.ts';

type EmojiGridProps = {
  id: string;
  rows: readonly PickerRow[];
  tone: number;
  active: Cell | undefined;
  /** Whether the active one was gone to, and is to be in view. */
  isFollowed: boolean;
  /** A new object asks to show that section. */
  shownFrom: { section: Section } | undefined;
  /** What is said where there is nothing. */
  empty: string;
  onActive: (cell: Cell) => void;
  onChoose: (entry: EmojiEntry) => void;
};

/** In pixels, as emoji-picker.css has them. */
const ROW = 40;
const HEAD = 32;
const VIEW = 280;

export const cellId = (grid: string, { row, column }: Cell): string => `${grid}-${row}-${column}`;

export const EmojiGrid = (props: EmojiGridProps) => {
  const { id, rows, active, isFollowed, shownFrom, empty } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const tops = useMemo(() => topsOf(rows), [rows]);
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
  }, [rows]);
  useEffect(() => {
    const at = rows.findIndex((row) => row.kind === 'head' && row.section === shownFrom?.section);
    if (box.current !== null && at !== -1) box.current.scrollTop = tops[at] ?? 0;
  }, [shownFrom, rows, tops]);
  const row = isFollowed ? active?.row : undefined;
  useEffect(() => {
    const view = box.current;
    if (view === null || row === undefined) return;
    const at = tops[row] ?? 0;
    if (at < view.scrollTop) view.scrollTop = rows[row - 1]?.kind === 'head' ? at - HEAD : at;
    else if (at + ROW > view.scrollTop + VIEW) view.scrollTop = at + ROW - VIEW;
  }, [row, rows, tops]);
  const drawn = rows.flatMap((one, at) => {
    const from = tops[at] ?? 0;
    return from + ROW >= top - VIEW && from <= top + 2 * VIEW ? [{ one, at, from }] : [];
  });
  return (
    <div
      ref={box}
      id={id}
      className="emoji-grid scroll"
      role="grid"
      aria-label={strings.emoji.grid}
      aria-rowcount={rows.length}
      aria-colcount={COLUMNS}
      tabIndex={-1}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      {rows.length === 0 ? <p className="emoji-none dim">{empty}</p> : null}
      <div role="presentation" className="emoji-rows" style={{ height: tops.at(-1) ?? 0 }}>
        {drawn.map(({ one, at, from }) => (
          <div
            key={at}
            role="row"
            aria-rowindex={at + 1}
            className={`emoji-row emoji-row-${one.kind}`}
            style={{ top: from }}
          >
            {one.kind === 'head' ? (
              <span role="rowheader" aria-colspan={COLUMNS}>
                {one.section === 'recent' ? strings.emoji.recent : strings.emoji.groups[one.section]}
              </span>
            ) : (
              <Cells {...props} row={at} cells={one.cells} />
            )}
          </div>
        ))}
      </div>
    </div>
  );
};

type CellsProps = EmojiGridProps & { row: number; cells: readonly EmojiEntry[] };

const Cells = ({ id, tone, active, row, cells, onActive, onChoose }: CellsProps) =>
  cells.map((entry, column) => {
    const isActive = active?.row === row && active.column === column;
    return (
      // keys are the search box's
      // eslint-disable-next-line jsx-a11y/click-events-have-key-events
      <div
        key={entry.emoji}
        id={cellId(id, { row, column })}
        role="gridcell"
        tabIndex={-1}
        aria-selected={isActive}
        aria-label={entry.name}
        className={isActive ? 'emoji-cell emoji emoji-active' : 'emoji-cell emoji'}
        onPointerMove={() => {
          if (!isActive) onActive({ row, column });
        }}
        // the focus stays in the search box
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onChoose(entry)}
      >
        {inTone(entry, tone)}
      </div>
    );
  });

/** Where each row begins, and at last where they end. */
const topsOf = (rows: readonly PickerRow[]): number[] => {
  const tops = [0];
  for (const { kind } of rows) tops.push((tops.at(-1) ?? 0) + (kind === 'head' ? HEAD : ROW));
  return tops;
};
