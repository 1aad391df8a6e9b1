/** Channels are dragged to another place by who may manage them. By keyboard the same is done in the community's settings. */
import { type DragEvent, type HTMLAttributes, useState } from 'react';

import type { ChannelId } from '../../../shared/base/ids.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { may } from '../../app/offered-acts.ts';
import { useMoveChannel } from './use-move-channel.ts';

type Props = HTMLAttributes<HTMLElement> & { draggable?: boolean };

export const useChannelDrag = (community: CommunityView, channels: readonly ChannelView[]) => {
  const move = useMoveChannel(community, channels);
  const [dragged, setDragged] = useState<ChannelView>();
  const [over, setOver] = useState<string>();
  const isFixed = ({ kind, isArchived }: ChannelView): boolean => kind === 'direct' || isArchived;
  const end = (): void => {
    setDragged(undefined);
    setOver(undefined);
  };
  /** @param key of what it is dropped on */
  const target = (key: string, className: string, to: { category: string; before?: ChannelId }): Props =>
    dragged === undefined
      ? {}
      : {
          ...(over === key ? { className } : {}),
          onDragOver: (event: DragEvent) => {
            event.preventDefault();
            setOver(key);
          },
          onDrop: (event: DragEvent) => {
            event.preventDefault();
            if (to.before !== dragged.id) move(dragged, to);
            end();
          },
        };
  return {
    of: (channel: ChannelView): Props => {
      if (!may(community, 'manage-channels') || isFixed(channel)) return {};
      return {
        draggable: true,
        onDragStart: (event: DragEvent) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', channel.name);
          setDragged(channel);
        },
        onDragEnd: end,
        ...target(channel.id, 'channel-item channel-over', { category: channel.category ?? '', before: channel.id }),
      };
    },
    /** The end of a category. */
    onto: (category: string): Props => target(`category ${category}`, 'category category-over', { category }),
  };
};
