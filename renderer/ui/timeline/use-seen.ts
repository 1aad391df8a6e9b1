/** Says what of the channel was seen: rows whose end was on screen while the window had focus. Only that counts as read. */
import { useCallback, useEffect, useRef } from 'react';

import type { ChannelView } from '../../../shared/model/views.ts';
import { useApp } from '../app-context.ts';
import type { TimelineControl } from './use-timeline.ts';
import type { TimelineScroll } from './use-timeline-scroll.ts';

const LOOK_AFTER_MS = 100;

/** @returns to be called when the reader scrolls */
export const useSeen = (
  { community, id: channel }: ChannelView,
  { shown, newest }: TimelineControl,
  { box, drawn, atEnd }: TimelineScroll,
  isCovered: boolean,
): (() => void) => {
  const { reading, unread, after } = useApp();
  const isEnd = atEnd && newest;
  const last = shown?.messages.at(-1)?.sortKey;
  const look = useCallback((): void => {
    const view = box.current;
    if (isCovered || !document.hasFocus() || view === null || shown === undefined) return;
    if (last === undefined) return unread.see({ community, channel }, { from: '', upTo: '', isEnd });
    const rows = [...view.querySelectorAll<HTMLElement>('[data-sort]')];
    const upTo = isEnd ? last : rows.findLast(endsAbove(view.scrollTop + view.clientHeight))?.dataset['sort'];
    const from = rows.find((row) => row.offsetTop + row.offsetHeight > view.scrollTop)?.dataset['sort'];
    if (upTo === undefined || from === undefined) return;
    // what is on its way to the disk has no place yet
    unread.see({ community, channel }, { from, upTo: upTo < last ? upTo : last, isEnd });
  }, [box, unread, community, channel, isCovered, isEnd, shown, last]);

  const waiting = useRef<() => void>(undefined);
  const lookSoon = useCallback((): void => {
    waiting.current ??= after(LOOK_AFTER_MS, () => {
      waiting.current = undefined;
      look();
    });
  }, [after, look]);
  useEffect(
    () => () => {
      waiting.current?.();
      waiting.current = undefined;
    },
    [lookSoon],
  );
  useEffect(lookSoon, [lookSoon, drawn]);

  useEffect(() => {
    const tell = (): void => reading.set(isEnd && !isCovered && document.hasFocus() ? channel : undefined);
    const onFocus = (): void => {
      tell();
      lookSoon();
    };
    const onBlur = (): void => {
      tell();
      unread.lookAway();
    };
    tell();
    if (isCovered) unread.lookAway();
    window.addEventListener('focus', onFocus);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('focus', onFocus);
      window.removeEventListener('blur', onBlur);
      reading.set(undefined);
    };
  }, [reading, unread, channel, isCovered, isEnd, lookSoon]);
  return lookSoon;
};

const endsAbove =
  (edge: number) =>
  (row: HTMLElement): boolean =>
    row.offsetTop + row.offsetHeight <= edge + 1;
