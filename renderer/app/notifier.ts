/** Tells people on their desktop of what they would want to hear of: one notification a channel, none for what they see. */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { Arrival } from './arrivals.ts';
import type { Attention } from './attention.ts';
import type { ChannelScope, NotificationPort } from './news-ports.ts';
import { noteOf } from './people-notes.ts';
import type { Places } from './places.ts';
import type { PreferencesStore } from './preferences.ts';
import { createStore, type Store } from './store.ts';

export type NotifyWords = {
  title: (author: string, channel: string | undefined, community: string) => string;
  more: (title: string, count: number) => string;
  hidden: string;
};

export type Notifier = {
  tell: (arrivals: readonly Arrival[]) => Promise<void>;
  /** The channel was read. */
  forget: (channel: ChannelId) => void;
  /** There would have been a notification, if the person had ever been asked. */
  wouldTell: Store<boolean>;
  dispose: () => void;
};

export type NotifierPorts = {
  port: NotificationPort;
  attention: Pick<Attention, 'levelOf' | 'mutedUntil'>;
  places: Places;
  preferences: PreferencesStore;
  /** On screen, up to its newest message. */
  reading: () => ChannelId | undefined;
  now: () => number;
  words: NotifyWords;
  /** What a message says, in one line. */
  wordsOf: (message: MessageView) => Promise<string>;
  open: (scope: ChannelScope, message: { id: string; sortKey: string }) => void;
};

/** What was said longer ago is found by its badge; nobody is startled by it. */
const NEWS_MS = 30 * 60_000;
/** Several at once make one sound. */
const SOUND_EVERY_MS = 2_000;

export const createNotifier = (ports: NotifierPorts): Notifier => {
  const { port, preferences, now, words } = ports;
  const shown = new Map<ChannelId, { count: number; close: () => void }>();
  const wouldTell = createStore(false);
  let lastSound = 0;

  /** @param batch of one channel; the last of them is shown, and how many they are @returns whether it was */
  const show = async (batch: readonly Arrival[]): Promise<boolean> => {
    const last = batch.at(-1);
    if (last === undefined) return false;
    const { channel, community } = last.message;
    const held = shown.get(channel) ?? { count: 0, close: () => undefined };
    shown.set(channel, held);
    const { notifyText, notifySound } = preferences.get();
    const body = notifyText ? await ports.wordsOf(last.message) : words.hidden;
    // meanwhile it may have been read, or is not to be heard any more
    if (shown.get(channel) !== held || !deserves(last, ports)) return false;
    held.count += batch.length;
    const title = titleOf(last.message, ports);
    held.close = port.show({
      tag: channel,
      title: held.count === 1 ? title : words.more(title, held.count),
      body,
      isSilent: notifySound !== 'system',
      open: () => ports.open({ community, channel }, last.message),
    });
    return true;
  };
  const sound = (): void => {
    if (preferences.get().notifySound !== 'holdfast' || now() - lastSound < SOUND_EVERY_MS) return;
    lastSound = now();
    port.playSound();
  };
  return {
    tell: async (arrivals) => {
      const wanted = arrivals.filter((arrival) => deserves(arrival, ports));
      if (wanted.length === 0) return;
      const { notify } = preferences.get();
      if (notify === 'new' && port.permission() !== 'unsupported') wouldTell.set(true);
      if (notify !== 'on' || port.permission() !== 'granted') return;
      const channels = new Set(wanted.map(({ message }) => message.channel));
      for (const channel of channels) {
        if (await show(wanted.filter(({ message }) => message.channel === channel))) sound();
      }
    },
    forget: (channel) => {
      shown.get(channel)?.close();
      shown.delete(channel);
    },
    wouldTell,
    dispose: () => {
      for (const { close } of shown.values()) close();
      shown.clear();
    },
  };
};

const titleOf = (
  { authorName, channel, community }: MessageView,
  { places, words }: Pick<NotifierPorts, 'places' | 'words'>,
): string => {
  const place = places.channel(community, channel);
  const name = place?.kind === 'direct' ? undefined : place?.name;
  return words.title(authorName, name, places.community(community)?.name ?? '');
};

/** Whether somebody wants to hear of a message now. */
const deserves = (
  { message, how }: Arrival,
  ports: Pick<NotifierPorts, 'attention' | 'places' | 'preferences' | 'reading' | 'now' | 'port'>,
): boolean => {
  const { attention, places, now } = ports;
  const place = places.channel(message.community, message.channel);
  if (place === undefined || message.author === places.community(message.community)?.me) return false;
  if (ports.preferences.get().quietUntil > now() || now() - message.sentAt > NEWS_MS) return false;
  if (ports.port.hasFocus() && ports.reading() === message.channel) return false;
  if (isMuted(ports, message)) return false;
  if (place.kind === 'direct') return true;
  const level = attention.levelOf(message);
  return level === 'all' || (level === 'mentions' && how !== undefined);
};

/** Until when nothing is shown; 0 if everything is. */
export const quietUntil = (preferences: PreferencesStore, now: number): number => {
  const until = preferences.get().quietUntil;
  return until > now ? until : 0;
};

/** The place, or its author. */
const isMuted = (
  { attention, preferences, now }: Pick<NotifierPorts, 'attention' | 'preferences' | 'now'>,
  message: MessageView,
): boolean => attention.mutedUntil(message) > now() || noteOf(preferences.get().people, message.author).isMuted;
