/** Puts the rail in order: by dragging, or by one place up or down. */
import { type DragEvent, type HTMLAttributes, useState } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { movedBefore, movedBy } from '../../app/community-order.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';

export const useRailOrder = (communities: readonly CommunityView[]) => {
  const { preferences, announcement } = useApp();
  const [dragged, setDragged] = useState<CommunityId>();
  const [over, setOver] = useState<CommunityId>();
  const ids = communities.map(({ id }) => id);
  const save = (order: readonly CommunityId[]): void => preferences.change({ communityOrder: [...order] });
  const end = (): void => {
    setDragged(undefined);
    setOver(undefined);
  };
  const dropOn = (target: CommunityId): void => {
    if (dragged === undefined) return;
    // what comes from above goes behind the one it is dropped on, or it could never come last
    const isDown = ids.indexOf(dragged) < ids.indexOf(target);
    save(movedBefore(ids, dragged, isDown ? ids[ids.indexOf(target) + 1] : target));
    end();
  };
  const classOf = (id: CommunityId, usual: string): string => {
    if (over !== id || dragged === undefined || dragged === id) return usual;
    return `${usual} ${ids.indexOf(dragged) < ids.indexOf(id) ? 'rail-after' : 'rail-before'}`;
  };
  return {
    move: ({ id, name }: CommunityView, by: 1 | -1): void => {
      const order = movedBy(ids, id, by);
      if (order === undefined) return;
      save(order);
      announcement.set(strings.rail.moved(name, order.indexOf(id) + 1, order.length));
    },
    itemProps: (
      { id, name }: CommunityView,
      usual: string,
    ): HTMLAttributes<HTMLLIElement> & { draggable: boolean } => ({
      className: classOf(id, usual),
      draggable: communities.length > 1,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        setDragged(id);
      },
      onDragEnd: end,
      ...(dragged === undefined
        ? {}
        : {
            onDragOver: (event: DragEvent) => {
              event.preventDefault();
              setOver(id);
            },
            onDrop: (event: DragEvent) => {
              event.preventDefault();
              dropOn(id);
            },
          }),
    }),
  };
};
