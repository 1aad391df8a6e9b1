import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createTopicIndex, type Subscriber } from './topic-index.ts';

/** As the index, without an index. */
const nearestOf = (people: readonly Subscriber[], topic: string): number | undefined => {
  const all = people.flatMap(({ topics }) => topics.get(topic) ?? []);
  return all.length === 0 ? undefined : Math.min(...all);
};

const step = fc.record({
  who: fc.nat({ max: 3 }),
  topic: fc.constantFrom('kelp', 'crabs', 'sharks'),
  hops: fc.nat({ max: 4 }),
  isLeaving: fc.boolean(),
});

test('[HB-3] after any series of wishes the index knows who wants what, and tells exactly the changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const people: Subscriber[] = Array.from({ length: 4 }, () => ({ topics: new Map() }));
      const index = createTopicIndex<Subscriber>();
      for (const { who, topic, hops, isLeaving } of steps) {
        const person = people[who];
        if (person === undefined) continue;
        const before = nearestOf(people, topic);
        const changed = isLeaving ? index.remove(person, topic) : index.add(person, topic, hops);
        expect(person.topics.get(topic)).toBe(isLeaving ? undefined : hops);
        expect(changed).toBe(nearestOf(people, topic) !== before);
        expect(index.nearest(topic)).toBe(nearestOf(people, topic));
        expect(new Set(index.subscribers(topic))).toEqual(new Set(people.filter(({ topics }) => topics.has(topic))));
      }
      const wanted = ['kelp', 'crabs', 'sharks'].filter((topic) => nearestOf(people, topic) !== undefined);
      expect([...index.all().keys()].toSorted()).toEqual(wanted.toSorted());
      expect(index.topics()).toBe(wanted.length);
      expect(index.subscriptions()).toBe(people.reduce((sum, { topics }) => sum + topics.size, 0));
    }),
  );
});
