/** Turns messages into rows: day separators, and groups by author within five minutes, a day and a thread. */
import type { MessageView } from '../../shared/model/views.ts';

export type TimelineRow =
  | { kind: 'day'; key: string; at: number }
  /** What comes after it was not read before. `day`: a day begins there too. */
  | { kind: 'new'; key: string; at: number; day: boolean }
  /** `first`: begins a group and shows avatar, name and time. */
  | { kind: 'message'; key: string; message: MessageView; first: boolean };

const GROUP_MS = 5 * 60_000;

/**
 * @param messages in the order of their sort keys
 * @param divider where what is new begins, if anything is: after this sort key, with a message of somebody else's than `me`
 * @param dayOf names the local day of a time; injected because days depend on the time zone
 */
export const timelineRows = (
  messages: readonly MessageView[],
  divider?: { after: string; me: string | undefined },
  dayOf: (at: number) => string = localDay,
): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  let before: MessageView | undefined;
  let groupStart = 0;
  const news = divider && messages.find(({ sortKey, author }) => sortKey > divider.after && author !== divider.me);
  for (const message of messages) {
    const sameDay = before !== undefined && dayOf(before.sentAt) === dayOf(message.sentAt);
    // The key is the day's first message: the same day can appear twice where clocks disagree.
    const isNew = message === news;
    if (isNew) rows.push({ kind: 'new', key: 'new', at: message.sentAt, day: !sameDay });
    else if (!sameDay) rows.push({ kind: 'day', key: `day ${message.id}`, at: message.sentAt });
    const first = !sameDay || isNew || !isGroup(before, message) || Math.abs(message.sentAt - groupStart) > GROUP_MS;
    if (first) groupStart = message.sentAt;
    rows.push({ kind: 'message', key: message.id, message, first });
    before = message;
  }
  return rows;
};

/** An answer begins a group: its first line says what it answers. */
const isGroup = (before: MessageView | undefined, message: MessageView): boolean =>
  before?.author === message.author && before.thread?.id === message.thread?.id && message.replyTo === undefined;

const localDay = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
};
