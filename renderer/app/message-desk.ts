/**
 * What is going on around messages on this page: which one is being changed, which is answered, where the reader was sent,
 * which thread is open, and what the core refused. Acts go to the core; nothing here shows them before the core has them.
 */
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { MessageAct } from '../../shared/model/acts.ts';
import { type MessageRef, type MessageView, targetOf } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { createReplyKeeper, type ReplyKeeper } from './reply-keeper.ts';
import { createStore, type Store } from './store.ts';

type Without<Act> = Act extends MessageAct ? Omit<Act, 'target'> : never;
/** An act without the message that it is done to. */
export type MessageChange = Without<MessageAct>;

export type Editing = {
  id: string;
  /** What is in the box now: kept here, because the row may go off screen. */
  text: string;
  /** Where focus returns to: the composer's key, or else the row. */
  composer?: string;
};

/** @param from where the reader came from, to go back to */
export type Jump = { channel: ChannelId; to: MessageRef; from?: MessageRef };

export type OpenThread = { community: CommunityId; channel: ChannelId; root: MessageRef };

export type MessageDesk = {
  editing: Store<Editing | undefined>;
  /** Bumped, with the composer's key, to change the last own message there. */
  editLast: Store<{ composer: string; count: number }>;
  jump: Store<Jump | undefined>;
  thread: Store<OpenThread | undefined>;
  /** What the core refused last, in its words. */
  refusal: Store<string | undefined>;
  replies: ReplyKeeper;
  /** Resolves when it is saved on this machine. */
  ask: (message: MessageView, change: MessageChange) => ReturnType<PeerApi['act']>;
  /** The same, where no view of its own can say what went wrong: `refusal` does. */
  perform: (message: MessageView, change: MessageChange) => Promise<void>;
};

export const createMessageDesk = (ports: {
  peer: Pick<PeerApi, 'act'>;
  drafts: Pick<DraftKeeper, 'load' | 'note'>;
  report: (what: string, error: unknown) => void;
  /** The words for a failure without any. */
  unexpected: string;
}): MessageDesk => {
  const refusal = createStore<string | undefined>(undefined);
  const ask: MessageDesk['ask'] = (message, change) => {
    const { community, channel } = message;
    return ports.peer.act({ community, channel, act: { ...change, target: targetOf(message) } as MessageAct });
  };
  const perform: MessageDesk['perform'] = async (message, change) => {
    const done = await ask(message, change).catch((error: unknown) => {
      ports.report(change.kind, error);
      return { ok: false as const, message: ports.unexpected };
    });
    refusal.set(done.ok ? undefined : done.message);
  };
  return {
    editing: createStore<Editing | undefined>(undefined),
    editLast: createStore({ composer: '', count: 0 }),
    jump: createStore<Jump | undefined>(undefined),
    thread: createStore<OpenThread | undefined>(undefined),
    refusal,
    replies: createReplyKeeper(ports.drafts),
    ask,
    perform,
  };
};

/** The thread that a message stands in, or would begin. */
export const threadOf = ({ community, channel, thread, id, sortKey }: MessageView): OpenThread => ({
  community,
  channel,
  root: thread ?? { id, sortKey },
});
