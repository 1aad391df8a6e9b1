/** Draws many new rows a slice at a time. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { nextSlice } from '../../app/slices.ts';
import type { TimelineRow } from '../../app/timeline-rows.ts';
import { useApp } from '../app-context.ts';

/** About a frame. */
const NEXT_MS = 16;

type Slices = { drawn: readonly TimelineRow[]; isWhole: boolean };

/** @param focusIn index of the row next to the reader */
export const useSlices = (
  rows: readonly TimelineRow[],
  focusIn: (rows: readonly TimelineRow[]) => number,
): Slices => {
  const { after } = useApp();
  const keys = useRef<ReadonlySet<string>>(new Set());
  const [turn, setTurn] = useState(0);
  const drawn = useMemo(() => {
    void turn; // the next slice
    return nextSlice(rows, keys.current, focusIn(rows));
  }, [rows, turn, focusIn]);
  useLayoutEffect(() => {
    keys.current = new Set(drawn.map(({ key }) => key));
  }, [drawn]);
  const isWhole = drawn === rows;
  useEffect(() => {
    if (isWhole) return undefined;
    return after(NEXT_MS, () => setTurn((now) => now + 1));
  }, [isWhole, drawn, after]);
  return { drawn, isWhole };
};
