/** Which message each composer answers. Kept beside the draft, over restarts, until it is sent or cancelled. */
import { z } from 'zod';

import type { MemberId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { type Answered, answeredOf, answeredSchema } from './answered.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { createStore, type ReadableStore } from './store.ts';

z.config({ jitless: true });

export type Replying = { message: Answered; author: MemberId; authorName: string };

export type ReplyKeeper = {
  /** By the composer's key, which is its draft's. */
  replies: ReadableStore<ReadonlyMap<string, Replying>>;
  /** Takes up what an earlier run left. */
  load: (key: string) => Promise<void>;
  answer: (key: string, message: MessageView) => void;
  cancel: (key: string) => void;
};

const kept = z.object({
  message: answeredSchema,
  author: z.string().transform((id) => id as MemberId),
  authorName: z.string(),
});

export const createReplyKeeper = (drafts: Pick<DraftKeeper, 'load' | 'note'>): ReplyKeeper => {
  const replies = createStore<ReadonlyMap<string, Replying>>(new Map());
  const set = (key: string, replying: Replying | undefined): void =>
    replies.update((before) => {
      const next = new Map(before);
      if (replying === undefined) next.delete(key);
      else next.set(key, replying);
      return next;
    });
  return {
    replies,
    load: async (key) => {
      if (replies.get().has(key)) return;
      const found = readKept(await drafts.load(keptAt(key)));
      if (found !== undefined) set(key, found);
    },
    answer: (key, message) => {
      const replying = { message: answeredOf(message), author: message.author, authorName: message.authorName };
      set(key, replying);
      drafts.note(keptAt(key), JSON.stringify(replying));
    },
    cancel: (key) => {
      set(key, undefined);
      drafts.note(keptAt(key), '');
    },
  };
};

const keptAt = (key: string): string => `reply/${key}`;

const readKept = (text: string): Replying | undefined => {
  if (text === '') return undefined;
  try {
    return kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
