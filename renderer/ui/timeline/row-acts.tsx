/** The toolbar, the menu and the emoji of one row, and the keys that open them. Focus goes back to the row. */
import { type ComponentProps, type RefObject, useCallback, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import { commandFor } from '../../app/key-bindings.ts';
import type { MessageOffer } from '../../app/offered-acts.ts';
import { useApp } from '../app-context.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { startOf } from '../primitives/direction.ts';
import { giveFocusBack } from '../primitives/give-focus-back.ts';
import { type Spot, whenReleased } from '../primitives/popover.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { doOffer, MessageMenu } from './message-menu.tsx';
import { type MessagePlace, offersFor } from './message-place.ts';
import { MessageToolbar } from './message-toolbar.tsx';

type Open = { what: 'menu' | 'react'; at: Spot };

export type RowActsControl = {
  /** Pointed at, in focus, or with its menu open. */
  isActive: boolean;
  open: Open | undefined;
  setOpen: (open: Open | undefined) => void;
  focusRow: () => void;
  rowProps: Pick<
    ComponentProps<'li'>,
    'onPointerOver' | 'onPointerLeave' | 'onFocus' | 'onBlur' | 'onKeyDown' | 'onContextMenu'
  >;
};

/** @param isSaid nothing can be done yet to what is on its way to the disk */
export const useRowActs = (row: RefObject<HTMLElement | null>, isSaid: boolean): RowActsControl => {
  const [open, setOpen] = useState<Open>();
  const [isPointed, setPointed] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const focusRow = useCallback((): void => row.current?.focus({ preventScroll: true }), [row]);
  return {
    isActive: isPointed || hasFocus || open !== undefined,
    open,
    setOpen,
    focusRow,
    rowProps: {
      // Not `enter`: React misses that after a dialog under the pointer was closed.
      onPointerOver: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      // By the keyboard: after a click the pointer alone decides.
      onFocus: ({ target }) => setFocus(target.matches(':focus-visible')),
      // From one button of the row to another is no leaving: the toolbar must not go while it is being clicked.
      onBlur: ({ currentTarget, relatedTarget }) => setFocus((had) => had && currentTarget.contains(relatedTarget)),
      onKeyDown: (event) => {
        const asks = event.key === 'ContextMenu' || commandFor(event.nativeEvent, IS_MAC) === 'message-menu';
        if (!asks || !isSaid || event.target !== row.current) return;
        event.preventDefault();
        const box = row.current.getBoundingClientRect();
        setOpen({ what: 'menu', at: { x: startOf(box, 72), y: box.top + 28 } });
      },
      onContextMenu: (event) => {
        if (!isSaid || hasMenuOfItsOwn(event.target)) return;
        event.preventDefault();
        const at = { x: event.clientX, y: event.clientY };
        // A key that asks for a menu comes here too, after the row has opened it.
        if (open === undefined) whenReleased(event, () => setOpen({ what: 'menu', at }));
      },
    },
  };
};

/** Links and marked text can be copied; text fields have their own menu. */
const hasMenuOfItsOwn = (target: EventTarget): boolean =>
  (target instanceof Element && target.closest('a, textarea, input') !== null) ||
  document.getSelection()?.isCollapsed === false;

type RowActsProps = { place: MessagePlace; message: MessageView; acts: RowActsControl };

export const RowActs = ({ place, message, acts }: RowActsProps) => {
  const app = useApp();
  const { open, setOpen, focusRow } = acts;
  const offers = offersFor(place, message);
  const close = useCallback((): void => {
    setOpen(undefined);
    giveFocusBack(focusRow);
  }, [setOpen, focusRow]);
  const choose = (offer: MessageOffer): void => {
    const at = open?.at ?? { x: 0, y: 0 };
    if (offer === 'react') return setOpen({ what: 'react', at });
    close();
    if (offer === 'who') return app.people.card.set({ community: message.community, member: message.author, at });
    doOffer(app, place, message, offer);
  };
  const react = (emoji: string): void => {
    close();
    drop(app.messages.perform(message, { kind: 'react', emoji, on: true }), 'reacting', app.services.report);
  };
  if (offers.length === 0) return null;
  return (
    <>
      <MessageToolbar offers={offers} reply={() => choose('reply')} open={(what, at) => setOpen({ what, at })} />
      {open?.what === 'menu' ? (
        <MessageMenu at={open.at} place={place} message={message} offers={offers} choose={choose} close={close} />
      ) : null}
      {open?.what === 'react' ? (
        <EmojiPicker at={open.at} label={strings.emoji.react} onChoose={react} onClose={close} />
      ) : null}
    </>
  );
};
