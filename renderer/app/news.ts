/** What is new and how loud it is: read marks, unread counts, mentions, notifications. Part of the page's model. */
import type { ChannelId, MemberId } from '../../shared/base/ids.ts';
import { drop } from '../../shared/base/drop.ts';
import type { Mention } from '../../shared/model/mentions.ts';
import { followArrivals } from './arrivals.ts';
import { type Attention, createAttention } from './attention.ts';
import { createCalled, createPeople, type People } from './called.ts';
import { createMentionInbox, type MentionInbox } from './mention-inbox.ts';
import { createNotifier, type Notifier, type NotifierPorts } from './notifier.ts';
import { oneLine } from './one-line.ts';
import { followOwnDevices, keptEverywhere } from './own-devices.ts';
import { noteOf } from './people-notes.ts';
import { createPersonalStore, type PersonalStore } from './personal-store.ts';
import { createPlaces, type Places } from './places.ts';
import type { PreferencesStore } from './preferences.ts';
import type { AppServices } from './services.ts';
import { createUnread, type Unread } from './unread.ts';

export type News = {
  personal: PersonalStore;
  attention: Attention;
  places: Places;
  unread: Unread;
  inbox: MentionInbox;
  notifier: Notifier;
  /** Goes to a message, in whatever place it stands. */
  openMessage: NotifierPorts['open'];
};

export const createNews = (
  services: AppServices,
  preferences: PreferencesStore,
  options: Pick<NotifierPorts, 'words' | 'open'> & {
    after: (ms: number, action: () => void) => () => void;
    reading: () => ChannelId | undefined;
  },
): News & { dispose: () => void } => {
  const { peer, queries, now, report } = services;
  const { after, reading, open, words } = options;
  const peopleOf = createPeople(queries, now);
  const books = openBooks(services, preferences, after);
  const { attention, places, unread, inbox } = books;
  const notifier = createNotifier({
    port: services.notifications,
    attention,
    places,
    preferences,
    reading,
    now,
    words,
    wordsOf: async ({ community, text }) => oneLine(text, nameOfIn(await peopleOf(community))),
    open,
  });
  const stopArrivals = followArrivals(
    { peer, called: createCalled(queries, places, peopleOf), isNews: unread.isNews, after, report },
    (arrivals) => {
      inbox.add(arrivals.flatMap(({ message, how }) => (how === undefined ? [] : [{ message, how }])));
      drop(notifier.tell(arrivals), 'notifying', report);
    },
  );
  const stopForgetting = forgetWhatWasRead(unread, notifier);
  return {
    ...books,
    notifier,
    openMessage: open,
    dispose: () => {
      stopArrivals();
      stopForgetting();
      notifier.dispose();
      books.dispose();
    },
  };
};

/** What is kept of what this person has read and wants to hear, here and on their other devices. */
const openBooks = (
  services: AppServices,
  preferences: PreferencesStore,
  after: (ms: number, action: () => void) => () => void,
) => {
  const { peer, queries, now, report } = services;
  const personal = createPersonalStore(keptEverywhere(services.personal, peer, report), after, report);
  const attention = createAttention(personal, now, after);
  const places = createPlaces(services);
  const isHeard = (author: MemberId): boolean => !noteOf(preferences.get().people, author).isBlocked;
  const unread = createUnread({ peer, queries, personal, places, isHeard, late: services.late, now, after, report });
  const inbox = createMentionInbox({ port: services.mentions, personal, unread, isHeard, after, report });
  const stops = [
    services.changes.subscribe(() => [unread, inbox].forEach((one) => one.heardChanged())),
    followOwnDevices(peer, personal, unread.readElsewhere, report),
  ];
  return {
    personal,
    attention,
    places,
    unread,
    inbox,
    dispose: () => {
      for (const stop of stops) stop();
      for (const part of [inbox, unread, places, attention, personal]) part.dispose();
    },
  };
};

/** Channels go by their sign alone: a notification is no place to look one up. */
const nameOfIn = ({ members, roles }: People): ((mention: Mention) => string | undefined) => {
  const names = new Map<string, string>([...members, ...roles].map(({ id, name }) => [id, name]));
  return (mention) => (mention.kind === 'everyone' ? 'everyone' : names.get(mention.id));
};

/** Notifications of a channel go when it was read, wherever. */
const forgetWhatWasRead = (unread: Unread, notifier: Notifier): (() => void) => {
  let before: readonly ChannelId[] = [];
  return unread.counts.subscribe(() => {
    const now = unread.counts.get().map(({ channel }) => channel);
    for (const channel of before) if (!now.includes(channel)) notifier.forget(channel);
    before = now;
  });
};
