/** Keeps the timeline where the reader is: measures the rows, lets `decideScroll` decide, and obeys. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import type { MessageRef } from '../../../shared/model/views.ts';
import { type Anchor, anchorAt, decideScroll, isAtBottom, type MeasuredRow } from '../../app/scroll-anchor.ts';
import { covers } from '../../app/timeline-window.ts';
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
  const { shown, newest, older, newer, hold, follow } = control;

  const onScroll = useCallback((): void => {
    const view = box.current;
    if (view === null || awaited.current !== undefined) return;
    follows.current = newest && isAtBottom(view);
    // At the end nothing needs to be held.
    anchor.current = follows.current ? undefined : anchorAt(view.scrollTop, measure(view));
    setAtEnd(follows.current);
    if (!follows.current) hold();
    if (view.scrollTop < NEAR && !follows.current) older();
    if (!newest && view.scrollHeight - view.clientHeight - view.scrollTop < NEAR) newer();
  }, [newest, older, newer, hold]);

  const place = useCallback((): void => {
    const view = box.current;
    if (view === null) return;
    if (awaited.current !== undefined) return;
    const rowsNow = follows.current ? [] : measure(view);
    const decision = decideScroll(follows.current, anchor.current, rowsNow);
    if (decision.kind === 'bottom') view.scrollTop = view.scrollHeight;
    else if (decision.kind === 'to') view.scrollTop = decision.scrollTop;
  }, []);

  useLayoutEffect(() => {
    const isHere = awaited.current !== undefined && shown !== undefined && covers(shown, awaited.current.sortKey);
    if (isHere) awaited.current = undefined;
    // At the end the observer below does it, when the browser has laid out its frame: asking here would be one layout more.
    if (!follows.current) place();
  }, [place, rows, shown]);
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
      awaited.current = shown !== undefined && covers(shown, sortKey) ? undefined : { id, sortKey };
      place();
    },
    [place, shown],
  );
  return useMemo(() => ({ box, onScroll, atEnd, toNewest, reveal }), [onScroll, atEnd, toNewest, reveal]);
};

/** Each row is measured when its measures are asked for, as most are not. */
const measure = (view: HTMLElement): MeasuredRow[] =>
  [...view.querySelectorAll<HTMLElement>('[data-sort]')].map((row) => ({
    key: row.dataset['roving'] ?? '',
    sortKey: row.dataset['sort'] ?? '',
    get top() {
      return row.offsetTop;
    },
    get bottom() {
      return row.offsetTop + row.offsetHeight;
    },
  }));
