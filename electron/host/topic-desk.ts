/** What a hub's clients want, within the limits, and telling who must know when it changes. */
import type { HubLimits } from './hub-limits.ts';
import { createTopicIndex, type Subscriber } from './topic-index.ts';

export type TopicDesk<S extends Subscriber> = {
  /** @returns what was not taken, and why; it does not touch the rest */
  subscribe: (client: S, topics: readonly string[], hops: number) => { topics: number; reason: string } | undefined;
  unsubscribe: (client: S, topics: readonly string[]) => void;
  subscribers: (topic: string) => Iterable<S>;
  nearest: (topic: string) => number | undefined;
  all: () => Map<string, number>;
  onChange: (listener: (changed: readonly string[]) => void) => () => void;
  counts: () => { topics: number; subscriptions: number };
};

type Limits = Pick<HubLimits, 'topicsPerSocket' | 'topics' | 'subscriptions'>;

export const createTopicDesk = <S extends Subscriber>(limits: Limits): TopicDesk<S> => {
  const index = createTopicIndex<S>();
  const listeners = new Set<(changed: readonly string[]) => void>();

  const tell = (changed: readonly string[]): void => {
    if (changed.length > 0) for (const listener of listeners) listener(changed);
  };
  const reasonAgainst = (client: S, topic: string): string | undefined => {
    if (client.topics.has(topic)) return undefined;
    if (client.topics.size >= limits.topicsPerSocket)
      return `${limits.topicsPerSocket} topics a connection is the limit`;
    const isOneTooMany = index.nearest(topic) === undefined && index.topics() >= limits.topics;
    return isOneTooMany || index.subscriptions() >= limits.subscriptions
      ? 'this hub has no room for more topics'
      : undefined;
  };

  return {
    subscribe: (client, topics, hops) => {
      const changed: string[] = [];
      const reasons: string[] = [];
      for (const topic of topics) {
        const reason = reasonAgainst(client, topic);
        if (reason !== undefined) reasons.push(reason);
        else if (index.add(client, topic, hops)) changed.push(topic);
      }
      tell(changed);
      const [reason] = reasons;
      return reason === undefined ? undefined : { topics: reasons.length, reason };
    },
    unsubscribe: (client, topics) => tell(topics.filter((topic) => index.remove(client, topic))),
    subscribers: index.subscribers,
    nearest: index.nearest,
    all: index.all,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    counts: () => ({ topics: index.topics(), subscriptions: index.subscriptions() }),
  };
};
