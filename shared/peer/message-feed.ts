/** Shows durable records: decrypts, projects, announces. Records that cannot be judged yet wait for governance. */
import type { MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import { type PlacedRecord, projectRecord } from './project-records.ts';

export type MessageFeed = {
  /** @param isNew tell about messages of others; false while reading back what was stored */
  show: (records: readonly PlacedRecord[], how: { isNew: boolean }) => Promise<void>;
  showWaiting: () => Promise<void>;
  hasWaiting: () => boolean;
};

export const createMessageFeed = (
  ports: { crypto: Crypto; projection: Projection; message: (message: MessageView) => void },
  community: Community,
): MessageFeed => {
  let waiting: PlacedRecord[] = [];

  const show: MessageFeed['show'] = async (records, { isNew }) => {
    const messages: MessageView[] = [];
    for (const placed of records) {
      const shown = projectRecord(ports.crypto, community, placed);
      if (shown === 'wait') waiting.push(placed);
      else messages.push(...shown);
    }
    if (messages.length > 0) await ports.projection.putMessages(messages);
    if (!isNew) return;
    for (const message of messages) if (message.device !== community.identity.device) ports.message(message);
  };

  return {
    show,
    showWaiting: async () => {
      const due = waiting;
      waiting = [];
      if (due.length > 0) await show(due, { isNew: true });
    },
    hasWaiting: () => waiting.length > 0,
  };
};
