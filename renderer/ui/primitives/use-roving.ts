/** One tab stop for a list: arrows, Home and End move inside it. Items carry `data-roving` with their key. */
import { type FocusEvent, type KeyboardEvent, useState } from 'react';

import { unmirrored } from './direction.ts';

export type Roving = {
  /** For the list. */
  listProps: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onFocus: (event: FocusEvent<HTMLElement>) => void;
  };
  /** For each item. */
  itemProps: (key: string) => { 'data-roving': string; tabIndex: 0 | -1 };
};

/**
 * @param keys of the items, in their order
 * @param home the item that Tab reaches while none was focused yet
 */
export const useRoving = (
  keys: readonly string[],
  home: string | undefined = keys[0],
  direction: 'vertical' | 'horizontal' = 'vertical',
): Roving => {
  const [current, setCurrent] = useState<string>();
  const stop = current !== undefined && keys.includes(current) ? current : home;
  return {
    listProps: {
      onFocus: (event) => {
        const key = event.target.closest<HTMLElement>('[data-roving]')?.dataset['roving'];
        if (key !== undefined) setCurrent(key);
      },
      onKeyDown: (event) => {
        if (isWriting(event.target)) return;
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
        const at = items.findIndex((item) => item === document.activeElement);
        const next = items[nextIndex(unmirrored(event.key), at, items.length, direction)];
        if (next === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        next.focus();
      },
    },
    itemProps: (key) => ({ 'data-roving': key, tabIndex: key === stop ? 0 : -1 }),
  };
};

/** In a text field the same keys move the cursor. */
const isWriting = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select') !== null;

const nextIndex = (key: string, at: number, length: number, direction: 'vertical' | 'horizontal'): number => {
  if (key === (direction === 'vertical' ? 'ArrowDown' : 'ArrowRight')) return at + 1;
  if (key === (direction === 'vertical' ? 'ArrowUp' : 'ArrowLeft')) return at - 1;
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : -1;
};
