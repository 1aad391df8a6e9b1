/** Texts on their way to the disk, in the shape of messages, so that they stand in the timeline at once. */
import type { RecordId } from '../../../shared/base/ids.ts';
import type { CommunityView, MessageView } from '../../../shared/model/views.ts';
import { refOf } from '../../app/answered.ts';
import type { OutboxEntry } from '../../app/outbox.ts';

export const outboxMessages = (
  entries: readonly OutboxEntry[],
  community: CommunityView,
  authorName: string,
): MessageView[] => {
  const { me } = community;
  if (me === undefined) return [];
  return entries.map((entry) => ({
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
