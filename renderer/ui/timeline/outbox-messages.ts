/** Texts on their way to the disk, in the shape of messages, so that they stand in the timeline at once. */
import type { RecordId } from '../../../shared/base/ids.ts';
import type { CommunityView, MessageView } from '../../../shared/model/views.ts';
import { refOf } from '../../app/answered.ts';
import type { OutboxEntry } from '../../app/outbox.ts';

/** @param shown what the timeline has already: it may be there before the core has said that it is saved */
export const outboxMessages = (
  entries: readonly OutboxEntry[],
  community: CommunityView,
  authorName: string,
  shown: readonly MessageView[],
): MessageView[] => {
  const { me } = community;
  if (me === undefined) return [];
  return withoutShown(entries, shown, community.device).map((entry) => ({
    id: entry.key,
    // Not a record yet; nothing looks it up.
    record: '' as RecordId,
    community: entry.community,
    channel: entry.channel,
    author: me,
    authorName,
    device: community.device,
    seq: Number.MAX_SAFE_INTEGER,
    text: entry.text,
    sentAt: entry.at,
    // After every real sort key, which is hexadecimal.
    sortKey: `z${entry.key}`,
    ...(entry.replyTo === undefined ? {} : { replyTo: refOf(entry.replyTo) }),
    ...(entry.thread === undefined ? {} : { thread: refOf(entry.thread) }),
  }));
};

/** One message stands for one text only; what failed stays until somebody has decided about it. */
const withoutShown = (
  entries: readonly OutboxEntry[],
  shown: readonly MessageView[],
  device: MessageView['device'],
): OutboxEntry[] => {
  const taken = new Set<string>();
  return entries.filter(({ text, at, state }) => {
    if (state.kind !== 'saving' && state.kind !== 'saved') return true;
    const own = shown.find(
      (message) => message.device === device && message.text === text && message.sentAt >= at && !taken.has(message.id),
    );
    if (own !== undefined) taken.add(own.id);
    return own === undefined;
  });
};
