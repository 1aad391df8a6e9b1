/** Everything about people: who is there, what I show of myself, what I decided about others, and whose card is open. */
import type { CommunityId, MemberId } from '../../shared/base/ids.ts';
import { createNotesKeeper, type NotesKeeper } from './people-notes.ts';
import { createOwnPresence, type OwnPresenceKeeper } from './own-presence.ts';
import type { PreferencesStore } from './preferences.ts';
import { createPresenceWatch, type PresenceWatch } from './presence.ts';
import type { Services } from './services.ts';
import { createStore, type Store } from './store.ts';
import { createTypingWatch, type TypingWatch } from './typing.ts';

/** @property at in pixels of the window */
export type OpenCard = { community: CommunityId; member: MemberId; at: { x: number; y: number } };

export type PeopleDesk = {
  presence: PresenceWatch;
  own: OwnPresenceKeeper;
  typing: TypingWatch;
  notes: NotesKeeper;
  card: Store<OpenCard | undefined>;
  /** What was just done for oneself, and how to take it back. */
  undo: Store<{ words: string; undo: () => void } | undefined>;
  dispose: () => void;
};

export const createPeopleDesk = (
  { peer, drafts, now, report }: Services,
  preferences: PreferencesStore,
  after: (ms: number, action: () => void) => () => void,
): PeopleDesk => {
  const presence = createPresenceWatch({ peer, store: drafts, now, after, report });
  const own = createOwnPresence({ peer, preferences, now, after, report });
  const typing = createTypingWatch({ peer, hides: () => preferences.get().hidesTyping, now, after, report });
  return {
    presence,
    own,
    typing,
    notes: createNotesKeeper(preferences),
    card: createStore<OpenCard | undefined>(undefined),
    undo: createStore<{ words: string; undo: () => void } | undefined>(undefined),
    dispose: () => {
      presence.dispose();
      own.dispose();
      typing.dispose();
    },
  };
};
