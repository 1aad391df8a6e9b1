/** Where a channel opens: at the line between read and unread, or at its newest message if all was read. */
import { useEffect, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, MessageRef } from '../../../shared/model/views.ts';
import type { AppModel } from '../../app/app-model.ts';
import { firstUnread } from '../../app/first-unread.ts';
import type { ChannelScope } from '../../app/news-ports.ts';
import {
  aroundIn,
  covers,
  NEWEST,
  rangeAround,
  type TimelineRange,
  type TimelineWindow,
} from '../../app/timeline-window.ts';
import { useApp } from '../app-context.ts';

/** @property known that stretch, if it was read ahead */
export type Opening = { range: TimelineRange; at?: MessageRef; known?: TimelineWindow | undefined };

const AT_NEWEST: Opening = { range: NEWEST };

/** @returns undefined until it is known */
export const useOpening = ({ community, id }: ChannelView): Opening | undefined => {
  const app = useApp();
  const [opening, setOpening] = useState(() => knownOpening(app, { community, id }));
  const isKnown = useRef(opening !== undefined);
  useEffect(() => {
    let isHere = true;
    const open = async (): Promise<void> => {
      const divider = await app.unread.open({ community, channel: id });
      if (isKnown.current) return;
      const found = divider === undefined || isSent(app, id) ? AT_NEWEST : await atDivider(app, community, id, divider);
      if (isHere) setOpening(found);
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

type Place = Pick<ChannelView, 'community' | 'id'>;

/** @returns undefined if the disk has to be asked */
const knownOpening = (app: AppModel, { community, id }: Place): Opening | undefined => {
  if (isSent(app, id)) return AT_NEWEST;
  const scope = { community, channel: id };
  // a newcomer has read whatever was said before
  if (!app.unread.isCounted(id) && !app.unread.isCaughtUp(scope)) return undefined;
  const recent = app.recent.of(id);
  if ((app.unread.of(id)?.from ?? 0) === 0) return { ...AT_NEWEST, known: recent?.window };
  return recent?.isCurrent === true ? dividerIn(app, scope, recent.window) : undefined;
};

const dividerIn = (app: AppModel, scope: ChannelScope, window: TimelineWindow): Opening | undefined => {
  const divider = app.unread.markOf(scope).upTo;
  const me = app.places.community(scope.community)?.me;
  const first = window.messages.find(({ author, sortKey }) => sortKey > divider && author !== me);
  if (first === undefined || !covers(window, divider)) return undefined;
  const known = aroundIn(window, first.sortKey);
  return { range: known.range, at: { id: first.id, sortKey: first.sortKey }, known };
};

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
