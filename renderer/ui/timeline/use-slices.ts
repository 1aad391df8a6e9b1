/** Draws many new rows a slice at a time. */
import { useEffect, useState } from 'react';

import { nextSlice } from '../../app/slices.ts';
import type { TimelineRow } from '../../app/timeline-rows.ts';
import { useApp } from '../app-context.ts';

/** About a frame. */
const NEXT_MS = 16;

type Rows = readonly TimelineRow[];

const NONE: Rows = [];

/** @param focusIn index of the row next to the reader */
export const useSlices = (rows: Rows, focusIn: (rows: Rows) => number): { drawn: Rows; isWhole: boolean } => {
  const { after } = useApp();
  const [turn, setTurn] = useState(0);
  const [slice, setSlice] = useState({ rows: NONE, turn, drawn: NONE });
  if (slice.rows !== rows || slice.turn !== turn) {
    const there = new Set(slice.drawn.map(({ key }) => key));
    setSlice({ rows, turn, drawn: nextSlice(rows, there, focusIn(rows)) });
  }
  const { drawn } = slice;
  const isWhole = drawn === rows;
  useEffect(() => (isWhole ? undefined : after(NEXT_MS, () => setTurn((now) => now + 1))), [isWhole, drawn, after]);
  return { drawn, isWhole };
};
