/** A message that another one answers, or whose thread it stands in: as the core names it, and where it stands. */
import { z } from 'zod';

import type { DeviceId, RecordId } from '../../shared/base/ids.ts';
import type { MessageTarget } from '../../shared/model/acts.ts';
import { type MessageRef, type MessageView, targetOf } from '../../shared/model/views.ts';

z.config({ jitless: true });

export type Answered = MessageTarget & { sortKey: string };

export const answeredOf = (message: Pick<MessageView, 'id' | 'device' | 'seq' | 'record' | 'sortKey'>): Answered => ({
  ...targetOf(message),
  sortKey: message.sortKey,
});

export const refOf = ({ record, op, sortKey }: Answered): MessageRef => ({ id: `${record}.${op}`, sortKey });

/** What the core is told. */
export const targetIn = ({ device, seq, record, op }: Answered): MessageTarget => ({ device, seq, record, op });

/** As it was kept on this device. */
export const answeredSchema = z.object({
  device: z.string().transform((id) => id as DeviceId),
  seq: z.number(),
  record: z.string().transform((id) => id as RecordId),
  op: z.number(),
  sortKey: z.string(),
});
