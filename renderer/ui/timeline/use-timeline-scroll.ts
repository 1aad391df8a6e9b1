/** Keeps the timeline where the reader is: measures the rows, lets `decideScroll` decide, and obeys. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import type { MessageRef } from '../../../shared/model/views.ts';
import { type Anchor, anchorAt, decideScroll, isAtBottom, type MeasuredRow } from '../../app/scroll-anchor.ts';
import type { TimelineControl } from './use-timeline.ts';

/** Pixels from either end at which the next page is asked for. */
const NEAR = 800;

export type TimelineScroll = {
  box: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  atEnd: boolean;
  toNewest: () => void;
  /** Puts a message in the upper third, now or when its row comes. */
  reveal: (message: MessageRef) => void;
};

/** @param rows anything that changes when the rows do */
export const useTimelineScroll = (control: TimelineControl, rows: unknown): TimelineScroll => {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const anchor = useRef<Anchor | undefined>(undefined);
  /** A message that is to come on screen: until its stretch is read, nothing else is held or read. */
  const awaited = useRef<MessageRef>(undefined);
  const [atEnd, setAtEnd] = useState(true);
  const { newest, older, newer, hold, follow } = control;

  const onScroll = useCallback((): void => {
    const view = box.current;
    if (view === null || awaited.current !== undefined) return;
    follows.current = newest && isAtBottom(view);
    // Measuring asks for a layout of every row; at the end nothing needs to be held.
    anchor.current = follows.current ? undefined : anchorAt(view.scrollTop, measure(view));
    setAtEnd(follows.current);
    if (!follows.current) hold();
    if (view.scrollTop < NEAR && !follows.current) older();
    if (!newest && view.scrollHeight - view.clientHeight - view.scrollTop < NEAR) newer();
  }, [newest, older, newer, hold]);

  const place = useCallback((): void => {
    const view = box.current;
    if (view === null) return;
    const rowsNow = follows.current ? [] : measure(view);
    if (awaited.current !== undefined && !reaches(rowsNow, awaited.current)) return;
    awaited.current = undefined;
    const decision = decideScroll(follows.current, anchor.current, rowsNow);
    if (decision.kind === 'bottom') view.scrollTop = view.scrollHeight;
    else if (decision.kind === 'to') view.scrollTop = decision.scrollTop;
  }, []);

  useLayoutEffect(place, [place, rows]);
  useEffect(() => {
    const view = box.current;
    if (view === null) return undefined;
    const observer = new ResizeObserver(place);
    observer.observe(view);
    for (const child of view.children) observer.observe(child);
    return () => observer.disconnect();
  }, [place]);

  const toNewest = useCallback((): void => {
    follows.current = true;
    awaited.current = undefined;
    setAtEnd(true);
    follow();
    place();
  }, [follow, place]);
  const reveal = useCallback(
    ({ id, sortKey }: MessageRef): void => {
      const view = box.current;
      if (view === null) return;
      follows.current = false;
      setAtEnd(false);
      anchor.current = { key: id, sortKey, offset: view.clientHeight / 3 };
      awaited.current = { id, sortKey };
      place();
    },
    [place],
  );
  return useMemo(() => ({ box, onScroll, atEnd, toNewest, reveal }), [onScroll, atEnd, toNewest, reveal]);
};

/** Whether the message's place is among these rows; it may itself be gone meanwhile. */
const reaches = (rows: readonly MeasuredRow[], { sortKey }: MessageRef): boolean => {
  const [first, last] = [rows[0], rows.at(-1)];
  return first !== undefined && last !== undefined && first.sortKey <= sortKey && sortKey <= last.sortKey;
};

const measure = (view: HTMLElement): MeasuredRow[] =>
  [...view.querySelectorAll<HTMLElement>('[data-sort]')].map((row) => ({
    key: row.dataset['roving'] ?? '',
    sortKey: row.dataset['sort'] ?? '',
    top: row.offsetTop,
    bottom: row.offsetTop + row.offsetHeight,
  }));
