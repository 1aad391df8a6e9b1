/**
 * Messages between the composer and the disk. A text leaves the outbox only when the core says it is saved, or when
 * the user throws it away: no failure loses it, nor does a restart.
 */
import { z } from 'zod';

import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { DraftStore } from './services.ts';
import { createStore, type ReadableStore } from './store.ts';

z.config({ jitless: true });

export type OutboxEntry = {
  key: string;
  community: CommunityId;
  channel: ChannelId;
  text: string;
  at: number;
  /** `saved`: shown until the timeline has the message itself. `unsure`: Holdfast ended before it knew. */
  state: { kind: 'saving' } | { kind: 'saved'; id: string } | { kind: 'failed'; message: string } | { kind: 'unsure' };
};

export type Outbox = {
  entries: ReadableStore<readonly OutboxEntry[]>;
  send: (community: CommunityId, channel: ChannelId, text: string) => void;
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
  }),
);

export const createOutbox = (ports: {
  post: PeerApi['post'];
  history: Queries['history'];
  drafts: DraftStore;
  now: () => number;
  report: (what: string, error: unknown) => void;
  /** The words for a failure without any. */
  unexpected: string;
}): Outbox => {
  const entries = createStore<readonly OutboxEntry[]>([]);
  let made = 0;

  const change = (next: readonly OutboxEntry[]): void => {
    entries.set(next);
    const unsaved = next.filter((entry) => entry.state.kind !== 'saved');
    const text = unsaved.length === 0 ? '' : JSON.stringify(unsaved);
    drop(ports.drafts.save(STORE_KEY, text), 'keeping unsent messages', ports.report);
  };
  const setState = (key: string, state: OutboxEntry['state']): void =>
    change(entries.get().map((entry) => (entry.key === key ? { ...entry, state } : entry)));

  const post = async (entry: OutboxEntry): Promise<void> => {
    const { community, channel, text } = entry;
    const posted = await ports.post({ community, channel, text }).catch((error: unknown) => {
      ports.report('posting a message', error);
      return { ok: false as const, message: error instanceof Error ? error.message : ports.unexpected };
    });
    setState(
      entry.key,
      posted.ok ? { kind: 'saved', id: posted.value.id } : { kind: 'failed', message: posted.message },
    );
  };
  const start = (entry: OutboxEntry): void => drop(post(entry), 'posting a message', ports.report);

  return {
    entries,
    send: (community, channel, text) => {
      made += 1;
      const at = ports.now();
      const entry: OutboxEntry = { key: `${at}-${made}`, community, channel, text, at, state: { kind: 'saving' } };
      change([...entries.get(), entry]);
      start(entry);
    },
    retry: (key) => {
      const entry = entries.get().find((candidate) => candidate.key === key);
      if (entry === undefined) return;
      setState(key, { kind: 'saving' });
      start(entry);
    },
    discard: (key) => change(entries.get().filter((entry) => entry.key !== key)),
    settle: (shownIds) => {
      const isShown = ({ state }: OutboxEntry): boolean => state.kind === 'saved' && shownIds.has(state.id);
      if (entries.get().some(isShown)) change(entries.get().filter((entry) => !isShown(entry)));
    },
    restore: async () => {
      const left = readStored(await ports.drafts.load(STORE_KEY));
      const unsure: OutboxEntry[] = [];
      for (const entry of left) {
        // The disk may have it although nobody could say so any more.
        const recent = await ports.history(entry.community, entry.channel, { limit: 100 });
        const arrived = recent.some(({ text, sentAt }) => text === entry.text && sentAt >= entry.at - 1000);
        if (!arrived) unsure.push({ ...entry, state: { kind: 'unsure' } });
      }
      if (left.length > 0) change([...unsure, ...entries.get()]);
    },
  };
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
