/**
 * Which stretch of a channel is on screen: at most MAX_ROWS messages, however many there are. A stretch is fixed by
 * sort keys, so that what arrives elsewhere does not move it.
 */
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { News } from './paced.ts';

export const PAGE = 100;
export const MAX_ROWS = 300;

export type TimelineRange = {
  /** The oldest message shown; undefined: the newest page. */
  floor: string | undefined;
  /** Messages from here on are not shown, each entry a page further; the first is the end now. Empty: shows the newest. */
  ceilings: readonly string[];
};

export type TimelineWindow = {
  range: TimelineRange;
  messages: readonly MessageView[];
  hasOlder: boolean;
};

export const NEWEST: TimelineRange = { floor: undefined, ceilings: [] };

export const showsNewest = (range: TimelineRange): boolean => range.ceilings.length === 0;

/** Reads the stretch. If it has grown past what fits, its newer part is cut off and the answer's range says so. */
export const readWindow = async (
  history: Queries['history'],
  community: CommunityId,
  channel: ChannelId,
  range: TimelineRange,
): Promise<TimelineWindow> => {
  const before = range.ceilings[0];
  const { floor } = range;
  let limit = floor === undefined ? PAGE + 1 : MAX_ROWS + 1;
  for (;;) {
    const read = await history(community, channel, before === undefined ? { limit } : { limit, before });
    const all = read.length < limit;
    if (floor === undefined) return { range, messages: all ? read : read.slice(1), hasOlder: !all };
    const start = read.findIndex((message) => message.sortKey >= floor);
    if (all || start > 0) {
      const from = start === -1 ? read.length : start;
      return { ...fit(range, read.slice(from)), hasOlder: from > 0 };
    }
    limit *= 2;
  }
};

/** Reads a channel in both directions. */
type Reads = Pick<Queries, 'history' | 'historyFrom'>;

/** A stretch that begins a little before this message, however many there are after it. */
export const rangeAround = async (
  { history, historyFrom }: Reads,
  community: CommunityId,
  channel: ChannelId,
  sortKey: string,
): Promise<TimelineRange> => {
  const older = await history(community, channel, { limit: PAGE / 2, before: sortKey });
  const room = MAX_ROWS - older.length;
  const newer = await historyFrom(community, channel, { limit: room + 1, from: sortKey });
  const end = newer[room]?.sortKey;
  return { floor: older[0]?.sortKey ?? sortKey, ceilings: end === undefined ? [] : [end] };
};

/** As `rangeAround`, in the newest stretch, which has this message. */
export const aroundIn = ({ messages, hasOlder }: TimelineWindow, sortKey: string): TimelineWindow => {
  const from = Math.max(0, messages.findIndex((message) => message.sortKey >= sortKey) - PAGE / 2);
  const range = { floor: messages[from]?.sortKey ?? sortKey, ceilings: [] };
  return { range, messages: messages.slice(from), hasOlder: hasOlder || from > 0 };
};

/** One page further back; the newest rows go when there are too many. */
export const extendOlder = async (
  history: Queries['history'],
  community: CommunityId,
  channel: ChannelId,
  shown: TimelineWindow,
): Promise<TimelineRange> => {
  const [oldest] = shown.messages;
  if (oldest === undefined) return shown.range;
  const older = await history(community, channel, { limit: PAGE, before: oldest.sortKey });
  const floor = older[0]?.sortKey ?? oldest.sortKey;
  return fit({ floor, ceilings: shown.range.ceilings }, [...older, ...shown.messages]).range;
};

/** One page further on; the oldest rows go when there are too many. */
export const extendNewer = async (
  historyFrom: Queries['historyFrom'],
  community: CommunityId,
  channel: ChannelId,
  shown: TimelineWindow,
): Promise<TimelineRange> => {
  const keep = shown.messages.slice(-(MAX_ROWS - PAGE));
  const [end, ...further] = shown.range.ceilings;
  const ceilings = further.length > 0 || end === undefined ? further : await ceilingAfter(end);
  return { floor: keep[0]?.sortKey, ceilings };

  /** Nobody knows yet how much there is after the last ceiling. */
  async function ceilingAfter(sortKey: string): Promise<string[]> {
    const page = await historyFrom(community, channel, { limit: PAGE + 1, from: sortKey });
    const next = page[PAGE]?.sortKey;
    return next === undefined ? [] : [next];
  }
};

/** Whether a message, if it is there at all, stands in this stretch. */
export const covers = ({ range, messages, hasOlder }: TimelineWindow, sortKey: string): boolean => {
  const [end] = range.ceilings;
  if (end !== undefined && sortKey >= end) return false;
  return !hasOlder || (range.floor ?? messages[0]?.sortKey ?? '') <= sortKey;
};

/** Holds the stretch where it is, so that arrivals at the end do not push out what is being read. */
export const pinned = (shown: TimelineWindow): TimelineRange =>
  shown.range.floor === undefined ? { ...shown.range, floor: shown.messages[0]?.sortKey } : shown.range;

/** Messages that did not change stay the same objects, so that their rows are not drawn again. */
export const withKnownMessages = (before: TimelineWindow | undefined, now: TimelineWindow): TimelineWindow => {
  const known = new Map(before?.messages.map((message) => [message.id, message]));
  return {
    ...now,
    messages: now.messages.map((message) => {
      const held = known.get(message.id);
      return held !== undefined && isSame(held, message) ? held : message;
    }),
  };
};

/** More than so many new messages in a stretch are not people talking, but history. */
const FEW = 20;

/** How a stretch differs from how it was read before. */
export const newsInWindow = (before: TimelineWindow, now: TimelineWindow): News => {
  const known = new Map(before.messages.map((message) => [message.id, message]));
  const fresh = now.messages.filter(({ id }) => !known.has(id)).length;
  if (fresh > FEW) return 'many';
  const isAsBefore =
    before.hasOlder === now.hasOlder &&
    before.range === now.range &&
    before.messages.length === now.messages.length &&
    now.messages.every((message, i) => {
      const held = before.messages[i];
      return held?.id === message.id && isSame(held, message);
    });
  return isAsBefore ? 'same' : 'few';
};

/** Of the same id; only these can differ. */
const isSame = (a: MessageView, b: MessageView): boolean =>
  a.text === b.text && a.authorName === b.authorName && a.sortKey === b.sortKey && doneTo(a) === doneTo(b);

/** What people did to it, to be compared. */
const doneTo = ({ editedAt, gone, hidden, isPinned, reactions }: MessageView): string =>
  JSON.stringify([editedAt, gone, hidden, isPinned, reactions]);

const fit = (
  range: TimelineRange,
  messages: readonly MessageView[],
): { range: TimelineRange; messages: readonly MessageView[] } => {
  if (messages.length <= MAX_ROWS) return { range, messages };
  const cuts: string[] = [];
  for (let at = MAX_ROWS; at < messages.length; at += PAGE) cuts.push(messages[at]?.sortKey ?? '');
  return { range: { ...range, ceilings: [...cuts, ...range.ceilings] }, messages: messages.slice(0, MAX_ROWS) };
};
