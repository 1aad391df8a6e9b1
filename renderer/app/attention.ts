/** How loud each place is: what this person chose for it, or for the community around it, and what follows from that. */
import { FOR_EVER, type Level, type PersonalEntry, type Scope } from '../../shared/model/personal.ts';
import type { PersonalStore } from './personal-store.ts';
import { createStore, type ReadableStore } from './store.ts';

export type Attention = {
  /** What was chosen for just this place. */
  chosen: (scope: Scope) => Level | undefined;
  /** What holds there. */
  levelOf: (scope: Scope) => Level;
  /** Until when nothing is heard from there, by its own choice or its community's; 0 if it is not muted. */
  mutedUntil: (scope: Scope) => number;
  choose: (scope: Scope, level: Level | undefined) => void;
  /** @param until `FOR_EVER`, or 0 to hear from it again */
  mute: (scope: Scope, until: number) => void;
  /** Bumped when something was chosen, and when a mute runs out. */
  version: ReadableStore<number>;
  dispose: () => void;
};

/** What holds where nobody has chosen anything. */
export const DEFAULT_LEVEL: Level = 'all';

/** Timers cannot wait longer. */
const LONGEST_MS = 2 ** 31 - 1;

export const createAttention = (
  personal: PersonalStore,
  now: () => number,
  after: (ms: number, action: () => void) => () => void,
): Attention => {
  const version = createStore(0);
  let cancel: (() => void) | undefined;
  const ownMute = (scope: Scope): number => {
    const until = personal.get('mute', scope)?.until ?? 0;
    return until > now() ? until : 0;
  };
  /** Than what was chosen there before: by a clock that was ahead, perhaps. */
  const laterThan = (kind: 'level' | 'mute', scope: Scope): number =>
    Math.max(now(), (personal.get(kind, scope)?.at ?? 0) + 1);
  const changed = (): void => {
    cancel?.();
    const ends = personal.all().flatMap((entry) => endOf(entry, now()));
    const next = Math.min(...ends);
    cancel = ends.length === 0 ? undefined : after(Math.min(next - now(), LONGEST_MS), changed);
    version.update((count) => count + 1);
  };
  const stop = personal.version.subscribe(changed);
  const chosen: Attention['chosen'] = (scope) => personal.get('level', scope)?.level;
  return {
    chosen,
    levelOf: (scope) => chosen(scope) ?? chosen({ community: scope.community }) ?? DEFAULT_LEVEL,
    mutedUntil: (scope) => Math.max(ownMute(scope), ownMute({ community: scope.community })),
    choose: (scope, level) =>
      personal.put({
        ...scope,
        kind: 'level',
        at: laterThan('level', scope),
        ...(level === undefined ? {} : { level }),
      }),
    mute: (scope, until) => personal.put({ ...scope, kind: 'mute', until, at: laterThan('mute', scope) }),
    version,
    dispose: () => {
      stop();
      cancel?.();
    },
  };
};

const endOf = (entry: PersonalEntry, now: number): number[] =>
  entry.kind === 'mute' && entry.until > now && entry.until !== FOR_EVER ? [entry.until] : [];
