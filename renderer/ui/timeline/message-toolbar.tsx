/** The most common acts, over the row that is pointed at or in focus; the rest in a menu. For keys there is the menu alone. */
import { Ellipsis, Reply, SmilePlus } from 'lucide-react';
import type { MouseEvent } from 'react';

import type { MessageOffer } from '../../app/offered-acts.ts';
import { IconButton } from '../primitives/button.tsx';
import { startOf } from '../primitives/direction.ts';
import type { Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';

type MessageToolbarProps = {
  offers: readonly MessageOffer[];
  reply: () => void;
  open: (what: 'menu' | 'react', at: Spot) => void;
};

export const MessageToolbar = ({ offers, reply, open }: MessageToolbarProps) => {
  const opens = (what: 'menu' | 'react') => (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    open(what, { x: startOf(box), y: box.bottom + 4 });
  };
  return (
    <div className="message-toolbar">
      {offers.includes('react') ? (
        <IconButton
          label={strings.message.react}
          tabIndex={-1}
          icon={<SmilePlus size={16} aria-hidden />}
          aria-haspopup="dialog"
          onClick={opens('react')}
        />
      ) : null}
      {offers.includes('reply') ? (
        <IconButton
          label={strings.message.reply}
          tabIndex={-1}
          icon={<Reply size={16} aria-hidden />}
          onClick={reply}
        />
      ) : null}
      <IconButton
        label={strings.message.actions}
        tabIndex={-1}
        icon={<Ellipsis size={16} aria-hidden />}
        aria-haspopup="menu"
        onClick={opens('menu')}
      />
    </div>
  );
};
