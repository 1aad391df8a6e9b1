/**
 * What is on screen in a window that has focus. What arrives there is taken as read until it was drawn, so that no count
 * flickers while people talk; if it was not seen then, it is unread after all.
 */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';

/** What of a channel is on screen: from its first row to the last whose end was seen. */
export type Seen = { from: string; upTo: string; isEnd: boolean };

export type Looking = {
  open: (channel: ChannelId) => void;
  /** Like all that return messages: those that nobody saw. */
  leave: (channel: ChannelId) => readonly MessageView[];
  lookAway: () => readonly MessageView[];
  /** @returns undefined if that channel is not open, or something there was marked unread */
  see: (channel: ChannelId, seen: Seen) => readonly MessageView[] | undefined;
  arrived: (message: MessageView) => readonly MessageView[];
  /** Something there was marked unread, and stays so until the reader comes back. */
  hold: (channel: ChannelId) => readonly MessageView[];
  release: (channel: ChannelId) => void;
  /** Which one is open. */
  at: () => ChannelId | undefined;
};

type Looked = Omit<Seen, 'upTo'> & { channel: ChannelId; isHeld: boolean; coming: readonly MessageView[] };

/** People say so much before it is drawn; more is what was said while one was away. */
const FEW = 5;

const NONE: readonly MessageView[] = [];

export const createLooking = (): Looking => {
  let looked: Looked | undefined;
  const giveUp = (): readonly MessageView[] => {
    if (looked === undefined) return NONE;
    const { coming } = looked;
    looked = { ...looked, isEnd: false, coming: NONE };
    return coming;
  };
  return {
    at: () => looked?.channel,
    open: (channel) => {
      looked = { channel, from: '~', isEnd: false, isHeld: false, coming: NONE };
    },
    leave: (channel) => {
      if (looked?.channel !== channel) return NONE;
      const { coming } = looked;
      looked = undefined;
      return coming;
    },
    lookAway: giveUp,
    see: (channel, { from, upTo, isEnd }) => {
      if (looked?.channel !== channel) return undefined;
      const { coming, isHeld } = looked;
      const undrawn = coming.filter(({ sortKey }) => isEnd && sortKey > upTo);
      looked = { ...looked, from, isEnd, coming: undrawn };
      if (isHeld) return undefined;
      return coming.filter(({ sortKey }) => sortKey < from || (!isEnd && sortKey > upTo));
    },
    arrived: (message) => {
      if (looked === undefined || !isComing(looked, message)) return [message];
      looked = { ...looked, coming: [...looked.coming, message] };
      return looked.coming.length > FEW ? giveUp() : NONE;
    },
    hold: (channel) => {
      if (looked?.channel !== channel) return NONE;
      const { coming } = looked;
      looked = { ...looked, isHeld: true, coming: NONE };
      return coming;
    },
    release: (channel) => {
      if (looked?.channel === channel) looked = { ...looked, isHeld: false };
    },
  };
};

const isComing = ({ channel, from, isEnd, isHeld }: Looked, message: MessageView): boolean =>
  message.channel === channel && isEnd && !isHeld && message.sortKey >= from;
