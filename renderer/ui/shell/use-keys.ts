/** Does what the table of keys says, and sends the first typed letter to the composer. */
import { useEffect } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import type { AppModel, DialogState } from '../../app/app-model.ts';
import { commandFor, isPrintable, type KeyCommand } from '../../app/key-bindings.ts';
import { draftKey } from '../../app/draft-keeper.ts';
import { useApp } from '../app-context.ts';
import { IS_MAC } from './platform-keys.ts';
import { focusRegion, shownComposer } from './regions.ts';

type Place = {
  communities: readonly CommunityView[];
  community: CommunityView | undefined;
  channels: readonly ChannelView[];
  channel: ChannelView | undefined;
};

export const useKeys = (
  communities: readonly CommunityView[],
  community: CommunityView | undefined,
  channels: readonly ChannelView[],
  channel: ChannelView | undefined,
): void => {
  const app = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isCovered()) return;
      const command = commandFor(event, IS_MAC);
      if (command !== undefined && run(app, command, { communities, community, channels, channel })) {
        event.preventDefault();
      } else if (isPrintable(event) && !isWriting(event.target)) {
        // Focus alone is enough: the browser then types this very key into the composer.
        composerNear(event.target)?.focus();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app, communities, community, channels, channel]);
};

/** A dialog or a menu is open: keys are its own. */
const isCovered = (): boolean => document.querySelector('dialog[open], :popover-open') !== null;

/** That of the thread while the reader is in it, or else the channel's. */
const composerNear = (target: EventTarget | null): HTMLElement | null => {
  const region = target instanceof Element ? target.closest('[data-region]') : null;
  return region?.querySelector<HTMLElement>('[data-composer]') ?? shownComposer() ?? null;
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Wherever one is. */
const OPENS: Readonly<Partial<Record<KeyCommand, DialogState>>> = {
  'keyboard-help': { kind: 'keyboard' },
  settings: { kind: 'settings' },
  switcher: { kind: 'switcher' },
};

/** @returns whether there was anything to do */
const run = (app: AppModel, command: KeyCommand, place: Place): boolean => {
  const opened = OPENS[command];
  if (opened !== undefined) {
    app.dialog.set(opened);
    return true;
  }
  switch (command) {
    case 'search':
      // without a community there is nothing to search, and the browser's own search opens
      if (place.community !== undefined) app.dialog.set({ kind: 'search' });
      return place.community !== undefined;
    case 'inbox':
      // its button, which it opens at, stands over a channel
      if (place.channel !== undefined) app.inbox.isOpen.set(true);
      return place.channel !== undefined;
    case 'edit-last':
      return editLast(app);
    default:
      return move(app, command, place);
  }
};

const move = (app: AppModel, command: KeyCommand, place: Place): boolean => {
  switch (command) {
    case 'next-region':
      return focusRegion(1);
    case 'previous-region':
      return focusRegion(-1);
    case 'next-channel':
      return stepChannel(app, place, 1);
    case 'previous-channel':
      return stepChannel(app, place, -1);
    case 'to-newest':
      return goToNewest(app, place);
    case 'next-unread':
      return stepUnread(app, place, 1);
    case 'previous-unread':
      return stepUnread(app, place, -1);
    default:
      // The row in focus opens its menu, and the field in focus formats: here there is nothing to do for them.
      return (
        command.startsWith('community-') && visitCommunity(app, place, Number(command.slice('community-'.length)) - 1)
      );
  }
};

/** Escape goes one layer at a time: a panel is closed first, then a reply is cancelled. */
const goToNewest = (app: AppModel, { community, channel }: Place): boolean => {
  if (app.panels.close()) return true;
  if (community === undefined || channel === undefined) return false;
  const composer = draftKey(community.id, channel.id);
  const { replies } = app.messages;
  if (replies.replies.get().has(composer)) replies.cancel(composer);
  else {
    app.toNewest.update((count) => count + 1);
    const marked = app.unread.markRead({ community: community.id, channel: channel.id });
    drop(marked, 'marking a channel as read', app.services.report);
  }
  return true;
};

/** Only from a composer that is empty; in any other place the key has a meaning of its own. */
const editLast = (app: AppModel): boolean => {
  const box = document.activeElement;
  const composer = box instanceof HTMLTextAreaElement && box.value === '' ? box.dataset['composer'] : undefined;
  if (composer === undefined) return false;
  app.messages.editLast.update(({ count }) => ({ composer, count: count + 1 }));
  return true;
};

const stepChannel = (app: AppModel, { community, channels, channel }: Place, step: number): boolean => {
  const at = channels.findIndex(({ id }) => id === channel?.id);
  const next = channels[(at + step + channels.length) % Math.max(1, channels.length)];
  if (community === undefined || next === undefined) return false;
  app.visit(community.id, next.id);
  return true;
};

/** In this community, and then in the others. */
const stepUnread = (app: AppModel, { community, channels, channel }: Place, step: 1 | -1): boolean => {
  const isNew = ({ id, community: where }: ChannelView): boolean =>
    (app.unread.of(id)?.count ?? 0) > 0 && app.attention.mutedUntil({ community: where, channel: id }) === 0;
  const elsewhere = (app.places.all.get() ?? []).flatMap((place) =>
    place.community.id === community?.id ? [] : place.channels,
  );
  const at = channels.findIndex(({ id }) => id === channel?.id);
  const others = [...channels.slice(at + 1), ...channels.slice(0, Math.max(0, at))];
  const next = (step === 1 ? others : others.toReversed()).find(isNew) ?? elsewhere.find(isNew);
  if (next !== undefined) app.visit(next.community, next.id);
  return next !== undefined;
};

const visitCommunity = (app: AppModel, { communities }: Place, index: number): boolean => {
  const next = communities[index];
  if (next !== undefined) app.visit(next.id);
  return next !== undefined;
};
