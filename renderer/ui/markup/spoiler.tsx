/** Closed until it is clicked or Enter is pressed on it. It takes the same room either way. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';

import { strings } from '../strings.ts';

type SpoilerProps = { tabIndex: 0 | -1; children: ReactNode };

export const Spoiler = ({ tabIndex, children }: SpoilerProps) => {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return (
      <span className="spoiler spoiler-open" tabIndex={-1}>
        {children}
      </span>
    );
  }
  const open = (event: MouseEvent | KeyboardEvent): void => {
    event.preventDefault();
    setOpen(true);
  };
  return (
    <span
      className="spoiler"
      role="button"
      tabIndex={tabIndex}
      aria-label={strings.markup.openSpoiler}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') open(event);
      }}
    >
      <span className="spoiler-inside" aria-hidden inert>
        {children}
      </span>
    </span>
  );
};
