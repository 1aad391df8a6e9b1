/** Notices that somebody is at the keyboard, so that others are not told that they are away. */
import { useEffect } from 'react';

import { useApp } from '../app-context.ts';

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

export const useActivity = (): void => {
  const { own } = useApp().people;
  useEffect(() => {
    const stop = new AbortController();
    for (const sign of SIGNS) window.addEventListener(sign, own.touched, { passive: true, signal: stop.signal });
    return () => stop.abort();
  }, [own]);
};
