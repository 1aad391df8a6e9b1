/** Who wants which topic. Every step costs what it touches, however many others and other topics there are. */
import { MAX_HOPS } from './hub-messages.ts';

export type Subscriber = {
  /** Wanted topics, and how many hubs away the nearest app is that wants them; 0: it is this client. Kept by the index. */
  topics: Map<string, number>;
};

export type TopicIndex<S extends Subscriber> = {
  /** @returns whether the nearest app that wants it is at another distance now */
  add: (subscriber: S, topic: string, hops: number) => boolean;
  remove: (subscriber: S, topic: string) => boolean;
  subscribers: (topic: string) => Iterable<S>;
  /** How many hubs away the nearest app is; undefined: nobody wants it. */
  nearest: (topic: string) => number | undefined;
  /** All topics with their nearest; costs as much as there are topics. */
  all: () => Map<string, number>;
  topics: () => number;
  subscriptions: () => number;
};

/** @property at how many of the subscribers are at which distance */
type Wanted<S> = { subscribers: Set<S>; at: number[] };

export const createTopicIndex = <S extends Subscriber>(): TopicIndex<S> => {
  const wanted = new Map<string, Wanted<S>>();
  let subscriptions = 0;

  const nearest = (topic: string): number | undefined => nearestOf(wanted.get(topic));
  const take = (subscriber: S, topic: string): void => {
    const entry = wanted.get(topic);
    const hops = subscriber.topics.get(topic);
    if (entry === undefined || hops === undefined) return;
    subscriber.topics.delete(topic);
    entry.subscribers.delete(subscriber);
    entry.at[hops] = (entry.at[hops] ?? 0) - 1;
    subscriptions -= 1;
    if (entry.subscribers.size === 0) wanted.delete(topic);
  };

  return {
    add: (subscriber, topic, hops) => {
      const before = nearest(topic);
      take(subscriber, topic);
      const entry = wanted.get(topic) ?? { subscribers: new Set(), at: Array.from({ length: MAX_HOPS + 1 }, () => 0) };
      wanted.set(topic, entry);
      subscriber.topics.set(topic, hops);
      entry.subscribers.add(subscriber);
      entry.at[hops] = (entry.at[hops] ?? 0) + 1;
      subscriptions += 1;
      return nearest(topic) !== before;
    },
    remove: (subscriber, topic) => {
      const before = nearest(topic);
      take(subscriber, topic);
      return nearest(topic) !== before;
    },
    subscribers: (topic) => wanted.get(topic)?.subscribers ?? [],
    nearest,
    all: () => new Map([...wanted].flatMap(([topic, entry]) => pairOf(topic, nearestOf(entry)))),
    topics: () => wanted.size,
    subscriptions: () => subscriptions,
  };
};

const nearestOf = (entry: Wanted<unknown> | undefined): number | undefined => {
  const hops = entry?.at.findIndex((count) => count > 0) ?? -1;
  return hops === -1 ? undefined : hops;
};

const pairOf = (topic: string, hops: number | undefined): [string, number][] =>
  hops === undefined ? [] : [[topic, hops]];
