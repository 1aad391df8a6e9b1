/** Drafts: one per channel and thread, kept over restarts. The first key is written at once, the next ones together. */
import { drop } from '../../shared/base/drop.ts';
import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import { createStore, type ReadableStore } from './store.ts';
import type { DraftStore } from './services.ts';

export type DraftKeeper = {
  load: (key: string) => Promise<string>;
  note: (key: string, text: string) => void;
  /** Writes what is still unwritten. */
  flush: () => void;
  /** Keys of the drafts seen in this session that hold text; marked in the channel list. */
  filled: ReadableStore<ReadonlySet<string>>;
  dispose: () => void;
};

/** @param thread id of the message whose thread is written in */
export const draftKey = (community: CommunityId, channel: ChannelId, thread?: string): string =>
  `draft/${community}/${channel}${thread === undefined ? '' : `/${thread}`}`;

const WRITE_EVERY_MS = 150;

export const createDraftKeeper = (
  store: DraftStore,
  after: (ms: number, action: () => void) => () => void,
  report: (what: string, error: unknown) => void,
): DraftKeeper => {
  const texts = new Map<string, string>();
  const unwritten = new Set<string>();
  const filled = createStore<ReadonlySet<string>>(new Set());
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    for (const key of unwritten) drop(store.save(key, texts.get(key) ?? ''), 'saving a draft', report);
    unwritten.clear();
  };
  const writeNow = (): void => {
    flush();
    cancel = after(WRITE_EVERY_MS, () => {
      cancel = undefined;
      if (unwritten.size > 0) writeNow();
    });
  };
  const mark = (key: string, text: string): void => {
    texts.set(key, text);
    const has = text.trim() !== '';
    if (filled.get().has(key) === has) return;
    const next = new Set(filled.get());
    if (has) next.add(key);
    else next.delete(key);
    filled.set(next);
  };
  return {
    load: async (key) => {
      const known = texts.get(key);
      if (known !== undefined) return known;
      const stored = (await store.load(key)) ?? '';
      // Typed while it was being read: what the user typed wins.
      if (!texts.has(key)) mark(key, stored);
      return texts.get(key) ?? stored;
    },
    note: (key, text) => {
      mark(key, text);
      unwritten.add(key);
      if (cancel === undefined) writeNow();
    },
    flush,
    filled,
    dispose: () => {
      cancel?.();
      flush();
    },
  };
};
