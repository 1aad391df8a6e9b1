/** The messages of one channel in memory, with what was done to them. */
import type { DeviceId } from '../base/ids.ts';
import { foldMessage, versionsOf } from '../model/fold-message.ts';
import { newestThreads } from '../model/newest-threads.ts';
import type { MessageVersion, MessageView, ThreadView } from '../model/views.ts';
import { MAX_THREADS } from '../ports/projection.ts';
import { createMemoryEffects, isBeyond, type MemoryEffects } from './memory-effects.ts';

export type MemoryMessages = {
  effects: MemoryEffects;
  put: (message: MessageView) => void;
  remove: (id: string) => void;
  forgetFrom: (device: DeviceId, seq: number) => void;
  history: (range: { limit: number; before?: string }) => MessageView[];
  historyFrom: (range: { limit: number; from: string }) => MessageView[];
  at: (sortKeys: readonly string[]) => MessageView[];
  pinned: () => MessageView[];
  thread: (root: string) => MessageView[];
  threads: () => ThreadView[];
  versions: (sortKey: string) => MessageVersion[];
  count: () => number;
  newestFirst: () => Iterable<MessageView>;
};

export const createMemoryMessages = (): MemoryMessages => {
  const byId = new Map<string, MessageView>();
  const effects = createMemoryEffects();
  let sorted: MessageView[] = [];
  let isSorted = true;

  const sortAnew = (): void => {
    sorted = [...byId.values()];
    isSorted = false;
  };
  /** Messages mostly arrive in order; sorting waits until somebody reads. */
  const inOrder = (): readonly MessageView[] => {
    if (!isSorted) sorted.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    isSorted = true;
    return sorted;
  };
  const folded = (message: MessageView): MessageView => foldMessage(message, effects.on(message.sortKey));
  const remove = (ids: readonly string[]): void => {
    for (const id of ids) byId.delete(id);
    if (ids.length > 0) sortAnew();
  };
  const at = (sortKeys: readonly string[]): MessageView[] => {
    const wished = new Set(sortKeys);
    return inOrder()
      .filter(({ sortKey }) => wished.has(sortKey))
      .map(folded);
  };

  return {
    effects,
    put: (message) => {
      const isKnown = byId.has(message.id);
      byId.set(message.id, message);
      if (isKnown) return sortAnew();
      const last = sorted[sorted.length - 1];
      if (last !== undefined && last.sortKey > message.sortKey) isSorted = false;
      sorted.push(message);
    },
    remove: (id) => remove([id]),
    forgetFrom: (device, seq) => {
      remove([...byId.values()].filter(isBeyond(device, seq)).map(({ id }) => id));
      effects.removeWhere(isBeyond(device, seq));
    },
    history: ({ limit, before }) => {
      const all = inOrder();
      const end = before === undefined ? all.length : all.findIndex((message) => message.sortKey >= before);
      const stop = end === -1 ? all.length : end;
      return all.slice(Math.max(0, stop - limit), stop).map(folded);
    },
    historyFrom: ({ limit, from }) => {
      const all = inOrder();
      const start = all.findIndex((message) => message.sortKey >= from);
      return start === -1 ? [] : all.slice(start, start + limit).map(folded);
    },
    at,
    pinned: () =>
      at(effects.all().flatMap(({ act, target }) => (act.kind === 'pin' ? [target.sortKey] : []))).filter(
        ({ isPinned }) => isPinned === true,
      ),
    thread: (root) =>
      inOrder()
        .filter(({ thread }) => thread?.sortKey === root)
        .map(folded),
    threads: () => {
      const roots = new Map<string, ThreadView>();
      for (const message of inOrder()) {
        const { thread } = message;
        if (thread === undefined) continue;
        const replies = (roots.get(thread.sortKey)?.replies ?? 0) + 1;
        roots.set(thread.sortKey, { root: thread, replies, newest: folded(message) });
      }
      return newestThreads([...roots.values()].toSorted(byRoot).slice(-MAX_THREADS));
    },
    versions: (sortKey) => {
      const message = inOrder().find((one) => one.sortKey === sortKey);
      return message === undefined ? [] : versionsOf(message, effects.on(sortKey));
    },
    count: () => byId.size,
    *newestFirst() {
      const all = inOrder();
      for (let at = all.length - 1; at >= 0; at -= 1) {
        const message = all[at];
        if (message !== undefined) yield folded(message);
      }
    },
  };
};

/** Which began first. */
const byRoot = (a: ThreadView, b: ThreadView): number => (a.root.sortKey < b.root.sortKey ? -1 : 1);
