/**
 * A small sheet above everything, on the browser's own popover: a click elsewhere or Escape closes it. It stands by the
 * place that opened it, inside the window. Keys pressed in it are its own.
 */
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useLayoutEffect, useRef } from 'react';

import { leftOf } from './direction.ts';
import './popover.css';

/** In pixels of the window: where the sheet begins, which is its right edge in a mirrored one. */
export type Spot = { x: number; y: number };

type PopoverProps = {
  at: Spot;
  role: 'menu' | 'dialog';
  label: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  children: ReactNode;
};

export const Popover = ({ at, role, label, onClose, onKeyDown, children }: PopoverProps) => {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const sheet = ref.current;
    if (sheet === null) return undefined;
    const stand = (): void => place(sheet, at);
    sheet.showPopover();
    stand();
    window.addEventListener('resize', stand);
    (sheet.querySelector<HTMLElement>('[tabindex="0"], input') ?? sheet).focus();
    return () => {
      window.removeEventListener('resize', stand);
      if (sheet.matches(':popover-open')) sheet.hidePopover();
    };
  }, [at]);
  return (
    <div
      ref={ref}
      className="popover"
      popover="auto"
      role={role}
      aria-label={label}
      tabIndex={-1}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      {...keptInside(onKeyDown)}
    >
      {children}
    </div>
  );
};

/** What happens in the sheet is no business of the list that it was opened from. */
const keptInside = (onKeyDown: PopoverProps['onKeyDown']) => ({
  onFocus: (event: SyntheticEvent) => event.stopPropagation(),
  onContextMenu: (event: SyntheticEvent) => event.stopPropagation(),
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
    event.stopPropagation();
    onKeyDown?.(event);
  },
});

/** A button that is let go outside of a sheet closes it: none opens while the button that asks for it is down. */
export const whenReleased = ({ buttons }: { buttons: number }, open: () => void): void => {
  if (buttons === 0) return open();
  const stop = new AbortController();
  const released = (): void => {
    stop.abort();
    setTimeout(open);
  };
  for (const event of ['pointerup', 'pointercancel']) window.addEventListener(event, released, { signal: stop.signal });
};

const MARGIN = 8;

const place = (sheet: HTMLElement, { x, y }: Spot): void => {
  const { offsetWidth: width, offsetHeight: height } = sheet;
  const within = (wanted: number, size: number, room: number): number =>
    Math.max(MARGIN, Math.min(wanted, room - size - MARGIN));
  sheet.style.left = `${within(leftOf(x, width), width, window.innerWidth)}px`;
  sheet.style.top = `${within(y, height, window.innerHeight)}px`;
};
