/** Draws the rows of a long list a slice at a time, from the top on, so that no frame has to wait for all of them. */
import { useEffect, useState } from 'react';

import { nextSlice } from '../../app/slices.ts';
import { useApp } from '../app-context.ts';

/** About a frame. */
const NEXT_MS = 16;

type Rows = readonly { key: string }[];

/** @returns the keys of those that are drawn by now */
export const useDrawnRows = (rows: Rows): ReadonlySet<string> => {
  const { after } = useApp();
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<{ rows: Rows; turn: number; drawn: Rows; keys: ReadonlySet<string> }>({
    rows: [],
    turn,
    drawn: [],
    keys: new Set(),
  });
  if (held.rows !== rows || held.turn !== turn) {
    const drawn = nextSlice(rows, held.keys, 0);
    setHeld({ rows, turn, drawn, keys: new Set(drawn.map(({ key }) => key)) });
  }
  const isWhole = held.drawn === rows;
  useEffect(() => (isWhole ? undefined : after(NEXT_MS, () => setTurn((now) => now + 1))), [isWhole, held, after]);
  return held.keys;
};
