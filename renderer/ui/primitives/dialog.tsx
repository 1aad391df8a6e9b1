/** A modal on the browser's own <dialog>: it traps focus, answers Escape and gives focus back by itself. */
import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import './dialog.css';

const CLASSES: Readonly<Record<string, string>> = {
  false: 'dialog',
  true: 'dialog dialog-wide',
  full: 'dialog dialog-full',
};

type DialogProps = {
  title: string;
  onClose: () => void;
  wide?: boolean | 'full';
  /** Without a head: its title is for screen readers. */
  isBare?: boolean;
  children: ReactNode;
};

export const Dialog = ({ title, onClose, wide, isBare, children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect, because its end comes while the dialog is still in the page: only then does focus go back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) open(dialog);
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={CLASSES[String(wide ?? false)]}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      closedby="any"
    >
      <div className="dialog-sheet">
        <header className={isBare === true ? 'sr-only' : 'dialog-head'}>
          <h2 id={titleId} className="dialog-title">
            {title}
          </h2>
          {isBare === true ? null : (
            <IconButton label={strings.close} icon={<X size={18} aria-hidden />} onClick={onClose} />
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
};

/** Where the browser would begin at the button that closes it, it begins at what it is about. */
const open = (dialog: HTMLDialogElement): void => {
  dialog.showModal();
  if (document.activeElement?.closest('.dialog-head') === null) return;
  dialog.querySelector<HTMLElement>(FIRST)?.focus();
};

const CONTROLS = ':is(button, input, textarea, select, a[href], [tabindex="0"]):not([disabled], [hidden])';
const FIRST = `.dialog-sheet > :not(.dialog-head) ${CONTROLS}`;

type DialogBodyProps = {
  /** 0 where nothing in it can be tabbed to: keys must scroll it. */ tabIndex?: 0 | -1;
  children: ReactNode;
};

/** What stands between the title and the buttons. */
export const DialogBody = ({ tabIndex = -1, children }: DialogBodyProps) => (
  <div className="dialog-body scroll" tabIndex={tabIndex}>
    {children}
  </div>
);

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <footer className="dialog-actions">{children}</footer>
);
