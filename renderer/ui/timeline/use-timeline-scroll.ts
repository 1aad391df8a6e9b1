/** Keeps the timeline where the reader is: measures the rows, lets `decideScroll` decide, and obeys. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import type { MessageRef } from '../../../shared/model/views.ts';
import { type Anchor, anchorAt, decideScroll, isAtBottom, type MeasuredRow } from '../../app/scroll-anchor.ts';
import { covers, showsNewest, type TimelineWindow } from '../../app/timeline-window.ts';
import type { TimelineRow } from '../../app/timeline-rows.ts';
import { useSettledRows } from './use-settled-rows.ts';
import { useSlices } from './use-slices.ts';
import type { TimelineControl } from './use-timeline.ts';

/** Pixels from either end at which the next page is asked for. */
const NEAR = 800;

type Rows = readonly TimelineRow[];

/** Pixels from the top at which the first unread message stands when a channel opens: its divider and what came before show. */
const OPENS_AT = 160;

export type TimelineScroll = {
  box: RefObject<HTMLDivElement | null>;
  /** The rows that are drawn so far. */
  drawn: Rows;
  onScroll: () => void;
  atEnd: boolean;
  toNewest: () => void;
  /** Puts a message in the upper third, now or when its row comes. */
  reveal: (message: MessageRef) => void;
};

export const useTimelineScroll = (control: TimelineControl, rows: Rows): TimelineScroll => {
  const box = useRef<HTMLDivElement>(null);
  const { shown, newest, hold, follow, start } = control;
  const follows = useRef(start === undefined);
  const anchor = useRef<Anchor | undefined>(start && { key: start.id, sortKey: start.sortKey, offset: OPENS_AT });
  /** What is to come on screen: until its stretch is read, nothing else is held or read. */
  const awaited = useRef<MessageRef | 'newest' | undefined>(start);
  /** Where it was put last. */
  const put = useRef<number>(undefined);
  const [atEnd, setAtEnd] = useState(start === undefined);
  const focusIn = useCallback((all: Rows) => rowAt(all, follows.current ? undefined : anchor.current), []);
  const { drawn, isWhole } = useSlices(rows, focusIn);

  // The next page is for when this one is there.
  const viewAway = useCallback(
    () => (isWhole && !follows.current && awaited.current === undefined ? box.current : null),
    [isWhole],
  );
  const askForMore = useNextPage(viewAway, control, drawn);
  const onScroll = useCallback((): void => {
    const view = box.current;
    if (view === null || awaited.current !== undefined) return;
    if (isNoMove(view, put, follows.current, isWhole)) return;
    follows.current = newest && isAtBottom(view);
    // At the end nothing needs to be held.
    anchor.current = follows.current ? undefined : anchorAt(view.scrollTop, measure(view));
    setAtEnd(follows.current);
    if (!follows.current) hold();
    askForMore();
  }, [newest, isWhole, hold, askForMore]);

  const place = useCallback((): void => {
    const view = box.current;
    if (view === null || awaited.current !== undefined) return;
    const decision = decideScroll(follows.current, anchor.current, follows.current ? [] : measure(view));
    if (decision.kind === 'bottom') putTo(view, view.scrollHeight, put);
    else if (decision.kind === 'to') putTo(view, decision.scrollTop, put);
  }, []);

  useLayoutEffect(() => {
    if (isShown(shown, awaited.current)) awaited.current = undefined;
    // Before the frame: an event of the scrolling before would find the reader away from the end, which is further down now.
    place();
  }, [place, drawn, shown]);
  useResizes(box, place);
  useSettledRows(box, drawn);
  useEndInSight(viewAway, newest, drawn, onScroll);

  const toNewest = useCallback((): void => {
    follows.current = true;
    // an event of the scrolling before must not hold the stretch that is being left
    awaited.current = isShown(shown, 'newest') ? undefined : 'newest';
    setAtEnd(true);
    follow();
    place();
  }, [follow, place, shown]);
  const reveal = useCallback(
    ({ id, sortKey }: MessageRef): void => {
      const view = box.current;
      if (view === null) return;
      follows.current = false;
      setAtEnd(false);
      anchor.current = { key: id, sortKey, offset: view.clientHeight / 3 };
      awaited.current = isShown(shown, { id, sortKey }) ? undefined : { id, sortKey };
      place();
    },
    [place, shown],
  );
  return useMemo(() => ({ box, drawn, onScroll, atEnd, toNewest, reveal }), [drawn, onScroll, atEnd, toNewest, reveal]);
};

/** @param put notes how far it got */
const putTo = (view: HTMLElement, scrollTop: number, put: RefObject<number | undefined>): void => {
  view.scrollTop = scrollTop;
  put.current = view.scrollTop;
};

/**
 * Told of where it was put: what came since below is no move of the reader's, and what has still to be drawn may keep it from
 * where it is wanted.
 */
const isNoMove = (
  view: HTMLElement,
  put: RefObject<number | undefined>,
  follows: boolean,
  isWhole: boolean,
): boolean => {
  if (view.scrollTop !== put.current) return false;
  if (follows) putTo(view, view.scrollHeight, put);
  return follows || !isWhole;
};

const isShown = (shown: TimelineWindow | undefined, awaited: MessageRef | 'newest' | undefined): boolean => {
  if (shown === undefined || awaited === undefined) return false;
  return awaited === 'newest' ? showsNewest(shown.range) : covers(shown, awaited.sortKey);
};

/**
 * @param viewAway where the reader is, if not at the newest
 * @returns what asks for the next page if an end is near
 */
const useNextPage = (
  viewAway: () => HTMLElement | null,
  { newest, older, newer }: TimelineControl,
  drawn: Rows,
): (() => void) => {
  const ask = useCallback((): void => {
    const view = viewAway();
    if (view === null) return;
    if (view.scrollTop < NEAR) older();
    if (!newest && view.scrollHeight - view.clientHeight - view.scrollTop < NEAR) newer();
  }, [viewAway, newest, older, newer]);
  // Who reached an end while a page was on its way does not scroll any further.
  useEffect(ask, [ask, drawn]);
  return ask;
};

/** What fits into the window has its end in sight without any scrolling. */
const useEndInSight = (
  viewAway: () => HTMLElement | null,
  newest: boolean,
  drawn: Rows,
  onScroll: () => void,
): void => {
  useEffect(() => {
    const view = viewAway();
    if (view !== null && newest && drawn.length > 0 && isAtBottom(view)) onScroll();
  }, [viewAway, newest, drawn, onScroll]);
};

/** Also when a picture or a window changes its size. */
const useResizes = (box: RefObject<HTMLDivElement | null>, place: () => void): void => {
  useEffect(() => {
    const view = box.current;
    if (view === null) return undefined;
    const observer = new ResizeObserver(place);
    observer.observe(view);
    for (const child of view.children) observer.observe(child);
    return () => observer.disconnect();
  }, [box, place]);
};

/** Where the message at which the reader stands is, or the one in its place; without one the newest. */
const rowAt = (rows: Rows, anchor: Anchor | undefined): number => {
  const at = rows.findIndex(
    (row) => row.kind === 'message' && anchor !== undefined && row.message.sortKey >= anchor.sortKey,
  );
  return at === -1 ? rows.length - 1 : at;
};

const measure = (view: HTMLElement): MeasuredRow[] =>
  Array.from(view.querySelectorAll<HTMLElement>('[data-sort]'), (row) => new RowOnScreen(row));

/** Measured when its measures are asked for, as most are not: all rows are gone through with every turn of the wheel. */
class RowOnScreen implements MeasuredRow {
  readonly #row: HTMLElement;
  constructor(row: HTMLElement) {
    this.#row = row;
  }
  get key(): string {
    return this.#row.dataset['roving'] ?? '';
  }
  get sortKey(): string {
    return this.#row.dataset['sort'] ?? '';
  }
  get top(): number {
    return this.#row.offsetTop;
  }
  get bottom(): number {
    return this.#row.offsetTop + this.#row.offsetHeight;
  }
}
