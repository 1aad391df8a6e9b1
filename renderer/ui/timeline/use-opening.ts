/** Where a channel opens: at the line between read and unread, or at its newest message if all was read. */
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, MessageRef } from '../../../shared/model/views.ts';
import type { AppModel } from '../../app/app-model.ts';
import { firstUnread } from '../../app/first-unread.ts';
import { NEWEST, rangeAround, type TimelineRange } from '../../app/timeline-window.ts';
import { useApp } from '../app-context.ts';

export type Opening = { range: TimelineRange; at?: MessageRef };

const AT_NEWEST: Opening = { range: NEWEST };

/** @returns undefined until it is known */
export const useOpening = ({ community, id }: ChannelView): Opening | undefined => {
  const app = useApp();
  const [opening, setOpening] = useState(() => (isSimple(app, id) ? AT_NEWEST : undefined));
  useEffect(() => {
    let isHere = true;
    const open = async (): Promise<void> => {
      const divider = await app.unread.open({ community, channel: id });
      const found = divider === undefined || isSent(app, id) ? AT_NEWEST : await atDivider(app, community, id, divider);
      if (isHere) setOpening((now) => now ?? found);
    };
    drop(open(), 'opening a channel', app.services.report);
    return () => {
      isHere = false;
      app.unread.leave(id);
    };
  }, [app, community, id]);
  return opening;
};

/** Somebody sent the reader to a message there. */
const isSent = ({ messages }: AppModel, channel: ChannelView['id']): boolean =>
  messages.jump.get()?.channel === channel;

const isSimple = (app: AppModel, channel: ChannelView['id']): boolean =>
  isSent(app, channel) || (app.unread.isCounted(channel) && (app.unread.of(channel)?.from ?? 0) === 0);

const atDivider = async (
  app: AppModel,
  community: ChannelView['community'],
  channel: ChannelView['id'],
  divider: string,
): Promise<Opening> => {
  const first = await firstUnread(app, { community, id: channel }, divider);
  if (first === undefined) return AT_NEWEST;
  const range = await rangeAround(app.services.queries, community, channel, first.sortKey);
  return { range, at: { id: first.id, sortKey: first.sortKey } };
};
