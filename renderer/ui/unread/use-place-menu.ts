/** Opens the menu of a channel or community: by a right click, Shift+F10, or a button; focus goes back where it was. */
import { type ComponentProps, type KeyboardEvent, type MouseEvent, useCallback, useRef, useState } from 'react';

import { commandFor } from '../../app/key-bindings.ts';
import { startOf } from '../primitives/direction.ts';
import { giveFocusBack } from '../primitives/give-focus-back.ts';
import { type Spot, whenReleased } from '../primitives/popover.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';

type PlaceMenuControl<Place> = {
  open: { place: Place; at: Spot } | undefined;
  close: () => void;
  /** For what has a menu. */
  propsFor: (place: Place) => Pick<ComponentProps<'button'>, 'onContextMenu' | 'onKeyDown'>;
  /** For a button that opens it. */
  openBy: (place: Place) => (event: MouseEvent<HTMLElement>) => void;
};

export const usePlaceMenu = <Place>(): PlaceMenuControl<Place> => {
  const [open, setOpen] = useState<{ place: Place; at: Spot }>();
  const opener = useRef<HTMLElement>(null);
  const show = (from: HTMLElement, place: Place, at: Spot): void => {
    opener.current = from;
    setOpen({ place, at });
  };
  const below = (element: HTMLElement): Spot => {
    const box = element.getBoundingClientRect();
    return { x: startOf(box, 8), y: box.bottom + 4 };
  };
  const close = useCallback((): void => {
    setOpen(undefined);
    giveFocusBack(() => opener.current?.focus());
  }, []);
  return {
    open,
    close,
    propsFor: (place) => ({
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.key !== 'ContextMenu' && commandFor(event.nativeEvent, IS_MAC) !== 'message-menu') return;
        event.preventDefault();
        show(event.currentTarget, place, below(event.currentTarget));
      },
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        event.preventDefault();
        const { currentTarget, clientX, clientY } = event;
        // A key that asks for a menu comes here too, after it was opened.
        if (open === undefined) whenReleased(event, () => show(currentTarget, place, { x: clientX, y: clientY }));
      },
    }),
    openBy: (place) => (event) => show(event.currentTarget, place, below(event.currentTarget)),
  };
};
