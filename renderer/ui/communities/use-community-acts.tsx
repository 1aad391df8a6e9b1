/** What the menu of a community in the rail offers besides what it offers about news. */
import { ArrowDown, ArrowUp, DoorOpen, SlidersHorizontal, UserPlus } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { may } from '../../app/offered-acts.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import type { MenuAct } from '../unread/place-menu.tsx';

export const useCommunityActs = (
  move: (community: CommunityView, by: 1 | -1) => void,
): ((community: CommunityView) => MenuAct[]) => {
  const app = useApp();
  return (community) => {
    const { id } = community;
    const isIn = community.state === 'joined';
    // dialogs are about the community on screen
    const show = (dialog: Parameters<typeof app.dialog.set>[0]) => (): void => {
      app.visit(id);
      app.dialog.set(dialog);
    };
    const offered: [boolean, MenuAct][] = [
      [
        may(community, 'manage-invites'),
        {
          key: 'invite',
          label: strings.invite.open,
          icon: <UserPlus size={16} aria-hidden />,
          act: show({ kind: 'invite-people', community: id }),
        },
      ],
      [
        isIn,
        {
          key: 'settings',
          label: strings.community.settings,
          icon: <SlidersHorizontal size={16} aria-hidden />,
          act: show({ kind: 'community-settings', section: 'overview' }),
        },
      ],
      [
        true,
        {
          key: 'up',
          label: strings.rail.up,
          icon: <ArrowUp size={16} aria-hidden />,
          act: () => move(community, -1),
        },
      ],
      [
        true,
        {
          key: 'down',
          label: strings.rail.down,
          icon: <ArrowDown size={16} aria-hidden />,
          act: () => move(community, 1),
        },
      ],
      [
        isIn,
        {
          key: 'leave',
          label: strings.leave.open,
          icon: <DoorOpen size={16} aria-hidden />,
          danger: true,
          act: show({ kind: 'leave', community: id }),
        },
      ],
    ];
    return offered.flatMap(([isOffered, act]) => (isOffered ? [act] : []));
  };
};
