/** What one does about somebody for oneself alone. */
import { Ban, BellOff, Bell, CircleCheck, Tag } from 'lucide-react';

import { noteOf, type NamedMember } from '../../app/people-notes.ts';
import { useApp, useStore } from '../app-context.ts';
import { Menu } from '../primitives/menu.tsx';
import type { Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';
import { useBlocking } from './use-blocking.ts';

type CardMenuProps = { at: Spot; member: NamedMember; close: () => void };

export const CardMenu = ({ at, member, close }: CardMenuProps) => {
  const { people, dialog } = useApp();
  const { nickname, isBlocked, isMuted } = noteOf(useStore(people.notes), member.id);
  const { block, mute } = useBlocking(member);
  const words = strings.card;
  const choose = (key: string): void => {
    close();
    people.card.set(undefined);
    if (key === 'nickname') dialog.set({ kind: 'nickname', community: member.community, member: member.id });
    else if (key === 'mute') mute(!isMuted);
    else block(!isBlocked);
  };
  return (
    <Menu
      at={at}
      label={words.more}
      items={[
        {
          key: 'nickname',
          label: nickname === '' ? words.nickname : words.changeNickname,
          icon: <Tag size={16} aria-hidden />,
        },
        {
          key: 'mute',
          label: isMuted ? words.unmute : words.mute,
          icon: isMuted ? <Bell size={16} aria-hidden /> : <BellOff size={16} aria-hidden />,
        },
        {
          key: 'block',
          label: isBlocked ? words.unblock : words.block,
          icon: isBlocked ? <CircleCheck size={16} aria-hidden /> : <Ban size={16} aria-hidden />,
          danger: !isBlocked,
        },
      ]}
      onChoose={choose}
      onClose={close}
    />
  );
};
