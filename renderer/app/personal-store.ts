/** What this person has read and chosen, in memory as on the disk. Changes are written together a moment later. */
import { drop } from '../../shared/base/drop.ts';
import {
  mergePersonal,
  type PersonalEntry,
  personalKey,
  type PersonalKind,
  type Scope,
} from '../../shared/model/personal.ts';
import type { PersonalPort } from './news-ports.ts';
import { createStore, type ReadableStore } from './store.ts';

type EntryOf<Kind extends PersonalKind> = Extract<PersonalEntry, { kind: Kind }>;

export type PersonalStore = {
  get: <Kind extends PersonalKind>(kind: Kind, scope: Scope) => EntryOf<Kind> | undefined;
  all: () => readonly PersonalEntry[];
  /** Bumped with every change. */
  version: ReadableStore<number>;
  put: (entry: PersonalEntry) => void;
  /** What another device told. @returns what of it was new, as it is now */
  take: (entries: readonly PersonalEntry[]) => readonly PersonalEntry[];
  /** Resolves when everything kept is here; also when it could not be read. */
  loaded: Promise<void>;
  isLoaded: () => boolean;
  /** Writes what is still unwritten. */
  flush: () => void;
  /** As `flush`: nothing else is left behind. */
  dispose: () => void;
};

const WRITE_AFTER_MS = 200;

export const createPersonalStore = (
  port: PersonalPort,
  after: (ms: number, action: () => void) => () => void,
  report: (what: string, error: unknown) => void,
): PersonalStore => {
  const held = new Map<string, PersonalEntry>();
  const unwritten = new Map<string, PersonalEntry>();
  const version = createStore(0);
  let cancel: (() => void) | undefined;
  let isLoaded = false;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (unwritten.size > 0) drop(port.save([...unwritten.values()]), 'keeping what was read', report);
    unwritten.clear();
  };
  const merge = (entries: readonly PersonalEntry[]): PersonalEntry[] =>
    entries.flatMap((entry) => {
      const key = personalKey(entry);
      const before = held.get(key);
      const now = mergePersonal(before, entry);
      if (now === before) return [];
      held.set(key, now);
      return [now];
    });
  const take = (entries: readonly PersonalEntry[]): PersonalEntry[] => {
    const news = merge(entries);
    if (news.length === 0) return news;
    for (const one of news) unwritten.set(personalKey(one), one);
    cancel ??= after(WRITE_AFTER_MS, flush);
    version.update((count) => count + 1);
    return news;
  };
  return {
    get: (kind, scope) => held.get(personalKey({ kind, ...scope })) as EntryOf<typeof kind> | undefined,
    all: () => [...held.values()],
    version,
    put: (entry) => void take([entry]),
    take,
    loaded: port.load().then(
      (entries) => {
        isLoaded = true;
        if (merge(entries).length > 0) version.update((count) => count + 1);
      },
      (error: unknown) => {
        isLoaded = true;
        report('reading what was read', error);
      },
    ),
    isLoaded: () => isLoaded,
    flush,
    dispose: flush,
  };
};
