/** A full hub: 2,000 real sockets, 10,000 topics. What it keeps is bounded by who is there, and gone when they are. */
import { afterEach, expect, test } from 'vitest';

import { type HubPerson, inBatches, joinHub, type ListeningHub, startHub } from './testing/hub-person.ts';

const PEOPLE = 2_000;
const TOPICS_EACH = 5;

let hub: ListeningHub | undefined;
afterEach(() => hub?.close());

const topicsOf = (at: number): string[] =>
  Array.from({ length: TOPICS_EACH }, (_, i) => `topic ${at * TOPICS_EACH + i}`);

test('[HB-4] 2,000 people want 10,000 topics and one in common; each hears what is theirs, and nothing is left of them', async () => {
  const alone = { socketsPerAddress: PEOPLE + 10, connectsAtOnce: PEOPLE + 100 };
  hub = await startHub(0, { limits: alone, now: () => 0 });
  const { url, hub: full } = hub;
  const people = await inBatches(PEOPLE, async (at): Promise<HubPerson> => {
    const person = await joinHub(url);
    await person.subscribe(...topicsOf(at), 'everybody');
    return person;
  });
  expect(full.stats()).toMatchObject({ sockets: PEOPLE, topics: 10_001, subscriptions: 12_000 });

  // mallory floods meanwhile, until she is cut off
  const mallory = await joinHub(url);
  for (let i = 0; i < 3_000; i += 1) mallory.publish(`nobody's ${i}`, 'flood');

  await inBatches(PEOPLE, async (at) => {
    const other = people[(at * 7 + 1) % PEOPLE];
    for (const topic of topicsOf(at)) other?.publish(topic, `for ${at}`);
    expect(await people[at]?.take(TOPICS_EACH)).toEqual(Array.from({ length: TOPICS_EACH }, () => `for ${at}`));
  });
  people[0]?.publish('everybody', 'to all');
  const rest = people.slice(1);
  await inBatches(rest.length, async (at) => expect(await rest[at]?.take(1)).toEqual(['to all']));
  await people[0]?.settled();
  expect(people[0]?.heard).toEqual([]);
  expect(await mallory.closed).toBe(1008);

  const stats = full.stats();
  expect(stats.frames).toEqual({ passed: 10_001 + 2_000, dropped: 0, repeated: 0 });
  expect(stats.cutOff).toEqual({ malformed: 0, oversized: 0, flooding: 1, slow: 0, silent: 0 });
  expect(stats.waitingBytes).toBe(0);
  expect(stats.remembered).toEqual({ frames: 12_001, addresses: 1 });

  const left = new Promise<void>((resolve) => full.onClients(() => full.clients() === 0 && resolve()));
  for (const person of people) person.socket.terminate();
  await left;
  expect(full.stats()).toMatchObject({ sockets: 0, topics: 0, subscriptions: 0, waitingBytes: 0 });
});

test('[HB-3] a wish tells the other hubs what has changed and nothing else, however many there are', async () => {
  hub = await startHub();
  const { url, hub: full } = hub;
  const people = await inBatches(100, async (at) => {
    const person = await joinHub(url);
    await person.subscribe(...Array.from({ length: 100 }, (_, i) => `topic ${at * 100 + i}`));
    return person;
  });
  const told: (readonly string[])[] = [];
  full.onTopics((changed) => told.push(changed));
  await people[0]?.subscribe('topic 0', 'topic 1', 'kelp', 'topic 5000');
  await people[1]?.subscribe('kelp');
  people[1]?.say({ type: 'unsubscribe', topics: ['kelp', 'topic 9999'] });
  people[0]?.say({ type: 'unsubscribe', topics: ['kelp', 'topic 5000'] });
  await Promise.all([people[0]?.settled(), people[1]?.settled()]);
  expect(told).toEqual([['kelp'], ['kelp']]);
});
