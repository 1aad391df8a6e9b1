/** The page's own state and what can be done to it. Made once per window; views subscribe to its stores. */
import type { ChannelId, CommunityId, MemberId } from '../../shared/base/ids.ts';
import { isLinkCode } from '../../shared/keys/link-code.ts';
import type { ChannelView, MessageView } from '../../shared/model/views.ts';
import type { JoinError } from '../../shared/peer/peer-api.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { createFaces, type Faces } from './faces.ts';
import { createFirstPicture, type FirstPicture } from './first-picture.ts';
import { createMessageDesk, type MessageDesk } from './message-desk.ts';
import { createOutageWatch, type OutageWatch } from './outage.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createPanels, type Panels } from './panels.ts';
import { createPeopleDesk, type PeopleDesk } from './people-desk.ts';
import { type PeopleNotes, withNotes, withoutBlocked } from './people-notes.ts';
import { type PreferencesStore, withRecent } from './preferences.ts';
import { createRecentWindows, type RecentWindows } from './recent-windows.ts';
import type { AppServices, Services } from './services.ts';
import type { SettingName, SettingsSection } from './settings-table.ts';
import { createStore, type ReadableStore, type Store } from './store.ts';
import { createNews, type News } from './news.ts';
import type { NotifyWords } from './notifier.ts';

export type CommunitySection = 'overview' | 'channels' | 'roles' | 'invites' | 'bans' | 'audit' | 'file';

/** A channel that is there, or a new one and the category that is proposed for it. */
export type ChannelToEdit = { channel: ChannelId } | { newIn: string };

/** @param setting that has focus */
export type SettingsState = { kind: 'settings'; section?: SettingsSection; setting?: SettingName };

/** The dialog that is open. One at a time. */
export type DialogState =
  | { kind: 'add-community' }
  | { kind: 'create-community' }
  /** @param invite a link that was opened or pasted @param picture one that may have a code in it */
  | { kind: 'join'; invite?: string; picture?: Blob }
  | { kind: 'invite-people'; community: CommunityId }
  | { kind: 'network' }
  /** Without `step` it asks who begins. @param invite goes along with the code, for a newcomer */
  | { kind: 'connect-by-code'; community: CommunityId; step?: 'offer' | 'answer'; invite?: string }
  | { kind: 'delivery' | 'delete-message' | 'hide-message' | 'purge-message'; message: MessageView }
  | { kind: 'versions' | 'forward' | 'report'; message: MessageView }
  | { kind: 'pins' | 'threads'; channel: ChannelView }
  | { kind: 'open-link'; url: string }
  | SettingsState
  | { kind: 'switcher' }
  | { kind: 'search' }
  | { kind: 'community-settings'; section: CommunitySection; channel?: ChannelToEdit }
  | { kind: 'profile' | 'kick' | 'ban' | 'transfer-owner'; community: CommunityId; member: MemberId }
  | { kind: 'nickname'; community: CommunityId; member: MemberId }
  | { kind: 'status' }
  | { kind: 'edit-profile' | 'leave'; community: CommunityId }
  | { kind: 'phrase' }
  | { kind: 'link-device' }
  | { kind: 'restore' }
  | { kind: 'keyboard' };

/** What came of the latest attempt to join, per community. */
export type JoinOutcome =
  | { kind: 'waiting' }
  | { kind: 'nobody-yet' }
  /** Somebody there has to say yes. */
  | { kind: 'needs-approval'; message: string }
  /** `isDecided`: somebody said no, which others who may not decide cannot make less true. */
  | { kind: 'refused'; message: string; isDecided?: true };

export type AppModel = News & {
  services: AppServices;
  /** @returns forgets about it */
  after: (ms: number, action: () => void) => () => void;
  preferences: PreferencesStore;
  drafts: DraftKeeper;
  outbox: Outbox;
  messages: MessageDesk;
  outage: OutageWatch;
  people: PeopleDesk;
  faces: Faces;
  firstPicture: FirstPicture;
  recent: RecentWindows;
  panels: Panels;
  dialog: Store<DialogState | undefined>;
  joins: Store<ReadonlyMap<CommunityId, JoinOutcome>>;
  /** The channel whose newest message is in view, in a window that has focus. */
  reading: Store<ChannelId | undefined>;
  /** Bumped to ask the timeline to go to its newest message. */
  toNewest: Store<number>;
  /** Said politely by screen readers. */
  announcement: Store<string>;
  visit: (community: CommunityId, channel?: ChannelId) => void;
  /**
   * Asks to join, by a link or a code; what comes of it later is in `joins`, and the answer to a code in `answers`.
   * @returns what was wrong with the request itself, in words
   */
  join: (community: CommunityId, invite: string, memberName: string) => Promise<string | undefined>;
  /** The invite made last in this window, so that looking at it again makes no new one. */
  keptInvite: (community: CommunityId) => string | undefined;
  keepInvite: (community: CommunityId, invite: string) => void;
  /** The answer to a code that was made last, and since when it waits, to be shown again. */
  answers: Store<ReadonlyMap<CommunityId, { code: string; since: number }>>;
  /** @param code undefined forgets it: another one is to be made */
  keepAnswer: (community: CommunityId, code?: string) => void;
  dispose: () => void;
};

type Options = {
  dialog: Store<DialogState | undefined>;
  after: (ms: number, action: () => void) => () => void;
  unexpected: string;
  words: NotifyWords;
};

export const createAppModel = (given: Services, preferences: PreferencesStore, options: Options): AppModel => {
  const notes = (): PeopleNotes => preferences.get().people;
  const { changes, stop } = changesOf(given, preferences);
  const services: AppServices = {
    ...given,
    peer: withoutBlocked(given.peer, notes),
    queries: withNotes(given.queries, notes),
    changes,
  };
  const people = createPeopleDesk(services, preferences, options.after);
  const faces = createFaces(services.faces, services.watch, services.report);
  const model = createModel(services, preferences, options);
  const firstPicture = createFirstPicture({ ...services, places: model.places, preferences });
  const recent = createRecentWindows({
    ...services,
    places: model.places,
    next: () => nextChannels(model),
    onNext: preferences.subscribe,
    after: options.after,
  });
  return {
    ...model,
    people,
    faces,
    firstPicture,
    recent,
    dispose: () => {
      stop();
      recent.dispose();
      firstPicture.dispose();
      model.dispose();
      people.dispose();
      faces.dispose();
    },
  };
};

/** Where somebody may go next: in the community that they are in, where something is unread first. */
const nextChannels = ({ places, preferences, unread }: Pick<AppModel, 'places' | 'preferences' | 'unread'>) => {
  const { lastCommunity, lastChannels } = preferences.get();
  const all = places.all.get() ?? [];
  const place = all.find(({ community }) => community.id === lastCommunity) ?? all[0];
  if (place === undefined) return [];
  const community = place.community.id;
  const others = place.channels.filter(({ id }) => id !== lastChannels[community]);
  const isNews = ({ id }: ChannelView): boolean => (unread.of(id)?.count ?? 0) > 0;
  return [...others.filter(isNews), ...others.filter((one) => !isNews(one))].map(({ id }) => ({
    community,
    channel: id,
  }));
};

/** What is read is another when I call people otherwise, or block them. */
const changesOf = (
  given: Services,
  preferences: PreferencesStore,
): { changes: ReadableStore<number>; stop: () => void } => {
  const changes = createStore(0);
  const tell = (): void => changes.update((count) => count + 1);
  let before = preferences.get().people;
  const stops = [
    preferences.subscribe(() => {
      const { people } = preferences.get();
      if (people !== before) tell();
      before = people;
    }),
    given.changes?.subscribe(tell),
  ];
  return { changes, stop: () => stops.forEach((stop) => stop?.()) };
};

const createModel = (
  services: AppServices,
  preferences: PreferencesStore,
  options: Options,
): Omit<AppModel, 'people' | 'faces' | 'firstPicture' | 'recent'> => {
  const reading = createStore<ChannelId | undefined>(undefined);
  const joins = createStore<ReadonlyMap<CommunityId, JoinOutcome>>(new Map());
  const drafts = createDraftKeeper(services.drafts, options.after, services.report);
  const messages = createMessageDesk({
    peer: services.peer,
    drafts,
    report: services.report,
    unexpected: options.unexpected,
  });
  const panels = createPanels();
  const visit = visitBy(preferences, panels);
  const news = createNews(services, preferences, {
    after: options.after,
    words: options.words,
    reading: reading.get,
    open: ({ community, channel }, { id, sortKey }) => {
      visit(community, channel);
      messages.jump.set({ channel, to: { id, sortKey } });
    },
  });
  const outage = createOutageWatch(services.status, { now: services.now, after: options.after });
  const invites = new Map<CommunityId, string>();
  const setOutcome = (community: CommunityId, outcome: JoinOutcome | undefined): void =>
    joins.update((before) => {
      const next = new Map(before);
      if (outcome === undefined) next.delete(community);
      else next.set(community, outcome);
      return next;
    });
  const answers = createStore<ReadonlyMap<CommunityId, { code: string; since: number }>>(new Map());
  const keepAnswer: AppModel['keepAnswer'] = (community, code) =>
    answers.update((before) => {
      const next = new Map(before);
      next.delete(community);
      return code === undefined ? next : next.set(community, { code, since: services.now() });
    });
  const notAsked = (error: unknown) => {
    services.report('joining', error);
    return { ok: false as const, error: 'not-asked' as const, message: options.unexpected };
  };
  const joinByCode: AppModel['join'] = async (community, code, memberName) => {
    const before = joins.get().get(community);
    setOutcome(community, { kind: 'waiting' });
    const answered = await services.peer.answerCode({ code, memberName }).catch(notAsked);
    if (answered.ok) keepAnswer(community, answered.value.answer);
    else setOutcome(community, before);
    return answered.ok ? undefined : answered.message;
  };
  const stopJoins = services.peer.subscribe((event) => {
    if (event.kind === 'join-refused') {
      const isDecided = event.error === 'declined' ? { isDecided: true as const } : {};
      setOutcome(event.community, { kind: 'refused', message: event.message, ...isDecided });
    } else if (event.kind === 'join-waits' && !isDecided(joins.get().get(event.community))) {
      setOutcome(event.community, { kind: 'needs-approval', message: event.message });
    }
  });
  return {
    ...news,
    services,
    after: options.after,
    preferences,
    drafts,
    outbox: createOutbox({
      post: (input) => services.peer.post(input),
      queries: services.queries,
      drafts: services.drafts,
      now: services.now,
      report: services.report,
      unexpected: options.unexpected,
    }),
    messages,
    outage,
    panels,
    dialog: options.dialog,
    joins,
    reading,
    toNewest: createStore(0),
    announcement: createStore(''),
    visit,
    join: async (community, invite, memberName) => {
      if (isLinkCode(invite)) return joinByCode(community, invite, memberName);
      const before = joins.get().get(community);
      setOutcome(community, { kind: 'waiting' });
      const joined = await services.peer.join({ invite, memberName }).catch(notAsked);
      if (joined.ok) return undefined;
      const outcome = outcomeOf(joined);
      // If nothing was asked, what came of an earlier request still stands.
      setOutcome(community, outcome ?? before);
      return outcome === undefined ? joined.message : undefined;
    },
    keptInvite: (community) => invites.get(community),
    keepInvite: (community, invite) => void invites.set(community, invite),
    answers,
    keepAnswer,
    dispose: () => {
      stopJoins();
      outage.dispose();
      news.dispose();
      drafts.dispose();
    },
  };
};

const visitBy =
  (preferences: PreferencesStore, panels: Panels): AppModel['visit'] =>
  (community, channel) => {
    // who chose a community goes on to choose a channel
    if (channel !== undefined) panels.close();
    const { lastChannels, recent } = preferences.get();
    preferences.change({
      lastCommunity: community,
      recent: withRecent(recent, channel ?? community),
      ...(channel === undefined ? {} : { lastChannels: { ...lastChannels, [community]: channel } }),
    });
  };

const isDecided = (outcome: JoinOutcome | undefined): boolean =>
  outcome?.kind === 'refused' && outcome.isDecided === true;

/** @returns undefined if the community was not asked at all */
const outcomeOf = ({
  error,
  message,
}: {
  error: JoinError | 'not-asked';
  message: string;
}): JoinOutcome | undefined => {
  if (error === 'nobody-answered') return { kind: 'nobody-yet' };
  if (error === 'waits-for-approval') return { kind: 'needs-approval', message };
  return error === 'refused' ? { kind: 'refused', message } : undefined;
};
