/** One connection to a Redis, from its opening to its loss; after a loss a new one is made. */
import { createClient } from '@redis/client';

import { drop } from '../../shared/base/drop.ts';

export type RedisConnection = {
  /** @returns false if it was not sent: too much waits for an answer already */
  publish: (topic: string, message: string) => boolean;
  /** These topics may be wanted now, or no more. */
  look: (topics: Iterable<string>) => void;
  /** How many are asked for, and confirmed. */
  topics: () => number;
  /** Nothing is told after it. */
  end: () => void;
};

export type ConnectionEvents = {
  isWanted: (topic: string) => boolean;
  heard: (topic: string, message: string) => void;
  ready: () => void;
  /** All that was asked for by now is confirmed. */
  aligned: () => void;
  /** The end, once: it could not be made, broke, or went silent. */
  lost: (error: unknown) => void;
};

const CONNECT_MS = 5_000;
/** Also how long the broker may be silent. */
const PING_MS = 5_000;
const MAX_TOPICS_A_COMMAND = 1_000;
/** Published and not acknowledged yet: what is more does not wait in memory. */
const MAX_UNANSWERED = 4_096;
const MAX_UNANSWERED_LENGTH = 8 * 1024 * 1024;
/** Every channel of ours begins so: the broker may serve other programs too. */
const CHANNEL = 'holdfast-hub:';

export const openRedisConnection = (url: string, events: ConnectionEvents): RedisConnection => {
  const client = createClient({
    url,
    socket: { reconnectStrategy: false, connectTimeout: CONNECT_MS },
    // nothing is queued for a connection that is not there: a new one asks for what is wanted then
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  });
  let isOver = false;
  const end = (): void => {
    isOver = true;
    clearInterval(pings);
    client.destroy();
  };
  const lost = (error: unknown): void => {
    if (isOver) return;
    end();
    events.lost(error);
  };
  const watch = (work: Promise<unknown>): void => drop(work, 'talking to the broker', (_why, error) => lost(error));
  const subscriptions = createSubscriptions(client, events, () => isOver);
  const unanswered = createUnanswered();

  let isSilent = true; // until it has said hello
  const ping = async (): Promise<void> => {
    isSilent = true;
    await client.ping();
    isSilent = false;
  };
  const pings = setInterval(() => {
    if (isSilent) lost(new Error('it does not answer'));
    else if (client.isReady) watch(ping());
  }, PING_MS);

  client.on('error', lost);
  client.on('end', () => lost(new Error('the connection was closed')));
  const hello = async (): Promise<void> => {
    await client.connect();
    isSilent = false;
    if (!isOver) events.ready();
  };
  watch(hello());

  return {
    publish: (topic, message) => {
      if (!client.isReady || !unanswered.hasRoom()) return false;
      watch(unanswered.count(message.length, client.publish(`${CHANNEL}${topic}`, message)));
      return true;
    },
    look: (topics) => {
      for (const topic of topics) subscriptions.changed.add(topic);
      watch(subscriptions.align());
    },
    topics: () => subscriptions.asked.size,
    end,
  };
};

type Unanswered = { hasRoom: () => boolean; count: (length: number, answer: Promise<unknown>) => Promise<void> };

const createUnanswered = (): Unanswered => {
  let count = 0;
  let length = 0;
  return {
    hasRoom: () => count < MAX_UNANSWERED && length < MAX_UNANSWERED_LENGTH,
    count: async (size, answer) => {
      count += 1;
      length += size;
      await answer;
      count -= 1;
      length -= size;
    },
  };
};

type Subscriptions = { changed: Set<string>; asked: ReadonlySet<string>; align: () => Promise<void> };
type PubSub = Pick<ReturnType<typeof createClient>, 'subscribe' | 'unsubscribe'>;

/** One command at a time, so that wanting and no longer wanting a topic cannot overtake each other. */
const createSubscriptions = (client: PubSub, events: ConnectionEvents, isOver: () => boolean): Subscriptions => {
  const changed = new Set<string>();
  const asked = new Set<string>();
  let isAligning = false;
  const hear = (message: string, channel: string): void => events.heard(channel.slice(CHANNEL.length), message);

  const step = async (): Promise<void> => {
    const topics = take(changed, MAX_TOPICS_A_COMMAND);
    const missing = topics.filter((topic) => events.isWanted(topic) && !asked.has(topic));
    const extra = topics.filter((topic) => !events.isWanted(topic) && asked.has(topic));
    if (missing.length > 0) await client.subscribe(missing.map(channelOf), hear);
    for (const topic of missing) asked.add(topic);
    if (extra.length > 0) await client.unsubscribe(extra.map(channelOf), hear);
    for (const topic of extra) asked.delete(topic);
  };

  return {
    changed,
    asked,
    align: async () => {
      if (isAligning) return;
      isAligning = true;
      while (changed.size > 0 && !isOver()) await step();
      isAligning = false;
      if (!isOver()) events.aligned();
    },
  };
};

const channelOf = (topic: string): string => `${CHANNEL}${topic}`;

const take = (from: Set<string>, most: number): string[] => {
  const taken = [...from].slice(0, most);
  for (const topic of taken) from.delete(topic);
  return taken;
};
