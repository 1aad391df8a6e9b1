/** Opens the mentions, and says how many were not read. */
import { BellMinus, Inbox as InboxIcon } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';

import { ariaKeys } from '../../app/key-bindings.ts';
import { quietUntil } from '../../app/notifier.ts';
import { useApp, useStore } from '../app-context.ts';
import { IconButton } from '../primitives/button.tsx';
import { endOf } from '../primitives/direction.ts';
import { giveFocusBack } from '../primitives/give-focus-back.ts';
import type { Spot } from '../primitives/popover.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { Inbox } from './inbox.tsx';
import './inbox.css';

export const InboxButton = () => {
  const { inbox, preferences, services } = useApp();
  const isOpen = useStore(inbox.isOpen);
  const unread = useStore(inbox.mentions).filter(({ isRead }) => !isRead).length;
  useStore(preferences);
  const isQuiet = quietUntil(preferences, services.now()) > 0;
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<Spot>();
  useEffect(() => {
    const box = button.current?.getBoundingClientRect();
    setAt(isOpen && box !== undefined ? { x: endOf(box, INBOX_WIDTH), y: box.bottom + 4 } : undefined);
  }, [isOpen]);
  const close = useCallback((): void => {
    inbox.isOpen.set(false);
    giveFocusBack(() => button.current?.focus());
  }, [inbox]);
  return (
    <span className="icon-button-place inbox-door">
      <IconButton
        ref={button}
        label={unread > 0 ? strings.inbox.openWith(unread) : strings.inbox.open}
        icon={isQuiet ? <BellMinus size={18} aria-hidden /> : <InboxIcon size={18} aria-hidden />}
        aria-haspopup="dialog"
        aria-keyshortcuts={ariaKeys('inbox', IS_MAC)}
        onClick={() => inbox.isOpen.set(true)}
      />
      {unread > 0 ? (
        <span className="icon-button-count" aria-hidden>
          {strings.unread.many(unread)}
        </span>
      ) : null}
      {at === undefined ? null : <Inbox at={at} close={close} />}
    </span>
  );
};

const INBOX_WIDTH = 420;
