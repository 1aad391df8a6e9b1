import { type RefObject, useEffect, useRef } from 'react';

/** React's autoFocus comes too early in a dialog: before it is open nothing in it can have focus. */
export const useAutoFocus = <T extends HTMLElement>(isWanted: boolean | undefined): RefObject<T | null> => {
  const ref = useRef<T>(null);
  useEffect(() => {
    if (isWanted === true) ref.current?.focus();
  }, [isWanted]);
  return ref;
};
