/**
 * Messages between the composer and the disk. A text leaves the outbox only when the core says it is saved, or when
 * the user throws it away: no failure loses it, nor does a restart.
 */
import { z } from 'zod';

import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { type Answered, answeredSchema, targetIn } from './answered.ts';
import type { DraftStore } from './services.ts';
import { createStore, type ReadableStore } from './store.ts';

z.config({ jitless: true });

export type OutboxEntry = {
  key: string;
  community: CommunityId;
  channel: ChannelId;
  text: string;
  at: number;
  replyTo?: Answered | undefined;
  thread?: Answered | undefined;
  /** `saved`: shown until the timeline has the message itself. `unsure`: Holdfast ended before it knew. */
  state: { kind: 'saving' } | { kind: 'saved'; id: string } | { kind: 'failed'; message: string } | { kind: 'unsure' };
};

/** What a text answers, and the message whose thread it is for. */
export type Bearing = Pick<OutboxEntry, 'replyTo' | 'thread'>;

export type Outbox = {
  entries: ReadableStore<readonly OutboxEntry[]>;
  send: (community: CommunityId, channel: ChannelId, text: string, bearing?: Bearing) => void;
  retry: (key: string) => void;
  discard: (key: string) => void;
  /** These messages are on screen now. */
  settle: (shownIds: ReadonlySet<string>) => void;
  /** Takes up what an earlier run left. */
  restore: () => Promise<void>;
};

const STORE_KEY = 'outbox';
const stored = z.array(
  z.object({
    key: z.string(),
    community: z.string().transform((id) => id as CommunityId),
    channel: z.string().transform((id) => id as ChannelId),
    text: z.string(),
    at: z.number(),
    replyTo: answeredSchema.optional(),
    thread: answeredSchema.optional(),
  }),
);

export const createOutbox = (ports: {
  post: PeerApi['post'];
  queries: Pick<Queries, 'communities' | 'history'>;
  drafts: DraftStore;
  now: () => number;
  report: (what: string, error: unknown) => void;
  /** The words for a failure without any. */
  unexpected: string;
}): Outbox => {
  const entries = createStore<readonly OutboxEntry[]>([]);
  let made = 0;
  /** What an earlier run left and is still being looked up: kept on disk, not shown. */
  let left: z.output<typeof stored> = [];
  let isReading = false;
  let kept: string | undefined;

  const change = (next: readonly OutboxEntry[]): void => {
    entries.set(next);
    // Until the earlier run's texts are read, writing would wipe them out; `restore` writes then.
    if (!isReading) keep();
  };
  const keep = (): void => {
    const unsaved = [...left, ...entries.get().filter((entry) => entry.state.kind !== 'saved')];
    const text = unsaved.length === 0 ? '' : JSON.stringify(unsaved);
    if (text === kept) return;
    kept = text;
    const saving = ports.drafts.save(STORE_KEY, text).catch((error: unknown) => {
      // What is on disk is not this text; the next change must not take it for that.
      kept = undefined;
      throw error;
    });
    drop(saving, 'keeping unsent messages', ports.report);
  };
  const setState = (key: string, state: OutboxEntry['state']): void =>
    change(entries.get().map((entry) => (entry.key === key ? { ...entry, state } : entry)));

  const post = async (entry: Unsent): Promise<void> => {
    const posted = await ports.post(asPosted(entry)).catch((error: unknown) => {
      ports.report('posting a message', error);
      return { ok: false as const, message: error instanceof Error ? error.message : ports.unexpected };
    });
    setState(
      entry.key,
      posted.ok ? { kind: 'saved', id: posted.value.id } : { kind: 'failed', message: posted.message },
    );
  };
  const start = (entry: Unsent): void => drop(post(entry), 'posting a message', ports.report);

  return {
    entries,
    send: (community, channel, text, bearing = {}) => {
      made += 1;
      const at = ports.now();
      const entry = { key: `${at}-${made}`, community, channel, text, at, ...bearing };
      change([...entries.get(), { ...entry, state: { kind: 'saving' } }]);
      start(entry);
    },
    retry: (key) => {
      const entry = entries.get().find((candidate) => candidate.key === key);
      if (entry === undefined || (entry.state.kind !== 'failed' && entry.state.kind !== 'unsure')) return;
      setState(key, { kind: 'saving' });
      start(entry);
    },
    discard: (key) => change(entries.get().filter((entry) => entry.key !== key)),
    settle: (shownIds) => {
      const isShown = ({ state }: OutboxEntry): boolean => state.kind === 'saved' && shownIds.has(state.id);
      if (entries.get().some(isShown)) change(entries.get().filter((entry) => !isShown(entry)));
    },
    restore: async () => {
      isReading = true;
      try {
        left = readStored(await ports.drafts.load(STORE_KEY));
      } finally {
        isReading = false;
        if (entries.get().length > 0) keep();
      }
      if (left.length === 0) return;
      const arrived = await arrivedOf(ports.queries, left).catch((error: unknown) => {
        ports.report('looking for unsent messages', error);
        return new Set<string>();
      });
      const unsure = left.filter(({ key }) => !arrived.has(key));
      left = [];
      change([...unsure.map((entry): OutboxEntry => ({ ...entry, state: { kind: 'unsure' } })), ...entries.get()]);
    },
  };
};

type Unsent = Omit<OutboxEntry, 'state'>;

const asPosted = ({ community, channel, text, replyTo, thread }: Unsent): Parameters<PeerApi['post']>[0] => ({
  community,
  channel,
  text,
  ...(replyTo === undefined ? {} : { replyTo: targetIn(replyTo) }),
  ...(thread === undefined ? {} : { thread: targetIn(thread) }),
});

/**
 * The disk may have a text although nobody could say so any more.
 * @returns keys of those that this device's own messages show; one message stands for one text only
 */
const arrivedOf = async (
  queries: Pick<Queries, 'communities' | 'history'>,
  left: z.output<typeof stored>,
): Promise<Set<string>> => {
  const devices = new Map((await queries.communities()).map(({ id, device }) => [id, device]));
  const arrived = new Set<string>();
  const matched = new Set<string>();
  for (const { key, community, channel, text, at } of left) {
    const recent = await queries.history(community, channel, { limit: 100 });
    const own = recent.find(
      (message) =>
        message.device === devices.get(community) &&
        message.text === text &&
        message.sentAt >= at - 1000 &&
        !matched.has(message.id),
    );
    if (own === undefined) continue;
    matched.add(own.id);
    arrived.add(key);
  }
  return arrived;
};

const readStored = (text: string | undefined): z.output<typeof stored> => {
  if (text === undefined || text === '') return [];
  try {
    const parsed = stored.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
};
