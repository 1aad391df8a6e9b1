/** What the user chose for this profile. Losing it is a nuisance, never a loss of content. */
import { z } from 'zod';

import { lookSchema } from './look-choices.ts';
import { isStatus } from '../../shared/model/presence.ts';
import { peopleNotesSchema } from './people-notes.ts';
import type { ReadableStore } from './store.ts';
import { createStore } from './store.ts';
import type { PreferencesPort } from './services.ts';

z.config({ jitless: true });

const MOST_RECENT = 20;

/** The sound that the system makes with its notifications, one of our own, or none. */
export const NOTIFY_SOUNDS = ['system', 'holdfast', 'none'] as const;

const schema = z.object({
  ...lookSchema,
  /** The name given at first start; proposed when creating or joining. */
  memberName: z.string().max(64).catch(''),
  /** Community → the picture that was chosen while coming in, until it is this person's there; base64url. */
  waitingPictures: z.record(z.string(), z.string().max(24_000)).catch({}),
  showMembers: z.boolean().catch(true),
  /** The recovery phrase: not yet spoken of, put off, or on paper. */
  phrase: z.enum(['new', 'later', 'written']).catch('new'),
  /** Community → categories that are folded in. */
  folded: z.record(z.string(), z.array(z.string())).catch({}),
  /** 0 is yellow, 1 to 5 from light to dark. */
  skinTone: z.number().int().min(0).max(5).catch(0),
  /** Emoji used last, the latest first. */
  recentEmoji: z.array(z.string().max(32)).max(18).catch([]),
  /** The rail's, as far as somebody has put it in order. */
  communityOrder: z.array(z.string().max(64)).max(500).catch([]),
  lastCommunity: z.string().max(64).optional().catch(undefined),
  /** Community → the channel last looked at. */
  lastChannels: z.record(z.string(), z.string()).catch({}),
  /** Where the person was, newest first. */
  recent: z.array(z.string().max(64)).max(MOST_RECENT).catch([]),
  /** Notifications on the desktop: not yet spoken of, wished for, or not. */
  notify: z.enum(['new', 'on', 'off']).catch('new'),
  /** They show what was said. */
  notifyText: z.boolean().catch(true),
  notifySound: z.enum(NOTIFY_SOUNDS).catch('system'),
  /** Do not disturb; milliseconds since the Unix epoch. */
  quietUntil: z.number().catch(0),
  /** Community → the incident note that was looked at last. */
  seenNotes: z.record(z.string(), z.string()).catch({}),
  /** What this person says of themselves everywhere, and when it is cleared; 0: when they do it. */
  status: z.string().refine(isStatus).catch(''),
  statusUntil: z.number().catch(0),
  /** To look offline. */
  isInvisible: z.boolean().catch(false),
  hidesTyping: z.boolean().catch(false),
  /** By member. */
  people: peopleNotesSchema.catch({}),
});

export type Preferences = z.output<typeof schema>;

export type PreferencesStore = ReadableStore<Preferences> & { change: (changed: Partial<Preferences>) => void };

export const createPreferences = (port: PreferencesPort): PreferencesStore => {
  const store = createStore(schema.parse(parseJson(port.read() ?? '{}')));
  return {
    ...store,
    change: (changed) => {
      store.update((before) => ({ ...before, ...changed }));
      port.write(JSON.stringify(store.get()));
    },
  };
};

const parseJson = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
};

/** @param recent the places so far @returns with this one first */
export const withRecent = (recent: readonly string[], place: string): string[] =>
  [place, ...recent.filter((other) => other !== place)].slice(0, MOST_RECENT);
