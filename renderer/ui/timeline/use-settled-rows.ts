/**
 * Rows out of sight cost nothing once they have been drawn (`[data-settled]` in message-row.css): the browser remembers how
 * high they are, so that nothing moves. Without it each frame with new rows would go through all of them.
 */
import { type RefObject, useEffect, useRef } from 'react';

import type { TimelineRow } from '../../app/timeline-rows.ts';

/** @param drawn looked at when it has changed */
export const useSettledRows = (box: RefObject<HTMLElement | null>, drawn: readonly TimelineRow[]): void => {
  const observer = useRef<ResizeObserver>(undefined);
  useEffect(() => {
    const made = new ResizeObserver((entries) => {
      for (const { target } of entries) made.unobserve(target);
      // what it measured is remembered at the end of this frame
      requestAnimationFrame(() => {
        for (const { target } of entries) target.setAttribute('data-settled', '');
      });
    });
    observer.current = made;
    return () => made.disconnect();
  }, []);
  useEffect(() => {
    const fresh = box.current?.querySelectorAll('[data-sort]:not([data-settled])') ?? [];
    for (const row of fresh) observer.current?.observe(row);
  }, [box, drawn]);
};
