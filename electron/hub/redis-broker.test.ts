/** Alice at one hub, bob at another, and a real Redis between them. */
import { createClient } from '@redis/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { joinHub, type HubPerson, type ListeningHub, startHub } from '../host/testing/hub-person.ts';
import { type BrokerHealth, openRedisBroker } from './redis-broker.ts';
import { type RedisServer, startRedis, whyNoRedis } from './testing/redis-server.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  vi.useRealTimers();
});

if (whyNoRedis() !== undefined) console.warn(`Hubs behind a broker are NOT TESTED here: ${whyNoRedis()}`);
beforeEach((context) => {
  const reason = whyNoRedis();
  context.skip(reason !== undefined, reason);
});

const redisHere = async (options: { password?: string } = {}): Promise<RedisServer> => {
  const redis = await startRedis(options);
  open.push(redis.dispose);
  return redis;
};

type BrokeredHub = ListeningHub & {
  health: () => BrokerHealth;
  lines: string[];
  /** Resolves once the broker's health is as wanted; told by the hub, not by a clock. */
  when: (isRight: (health: BrokerHealth) => boolean) => Promise<void>;
  visit: () => Promise<HubPerson>;
};

const hubBehind = async (url: string): Promise<BrokeredHub> => {
  const listening = await startHub();
  open.push(listening.close);
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const broker = openRedisBroker(listening.hub, url, {
    say: (line) => lines.push(line),
    changed: () => {
      for (const watcher of watchers) watcher();
    },
  });
  open.push(broker.close);
  return {
    ...listening,
    health: broker.health,
    lines,
    when: (isRight) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isRight(broker.health())) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    visit: async () => {
      const person = await joinHub(listening.url);
      open.push(() => person.socket.terminate());
      return person;
    },
  };
};

const isUp = ({ state }: BrokerHealth): boolean => state === 'up';
const isDown = ({ state }: BrokerHealth): boolean => state === 'down';
const asksFor = (count: number) => (health: BrokerHealth) => isUp(health) && health.topics === count;

const aliceAndBob = async (url: string) => {
  const [here, there] = await Promise.all([hubBehind(url), hubBehind(url)]);
  const [alice, bob] = await Promise.all([here.visit(), there.visit()]);
  await Promise.all([alice.subscribe('kelp'), bob.subscribe('kelp')]);
  await Promise.all([here.when(asksFor(1)), there.when(asksFor(1))]);
  return { here, there, alice, bob };
};

test('[HB-9] two hubs behind a Redis deliver across, once, and not back', async () => {
  const redis = await redisHere();
  const { here, there, alice, bob } = await aliceAndBob(redis.url);
  const carol = await here.visit();
  await carol.subscribe('kelp');
  alice.publish('kelp', 'from alice');
  expect(await bob.take(1)).toEqual(['from alice']);
  bob.publish('kelp', 'from bob');
  expect(await alice.take(1)).toEqual(['from bob']);
  expect(await carol.take(2)).toEqual(['from alice', 'from bob']);
  // whatever the broker still sent back would be there before this
  alice.publish('kelp', 'again');
  expect(await bob.take(1)).toEqual(['again']);
  expect(await carol.take(1)).toEqual(['again']);
  expect(alice.heard).toEqual([]);
  expect(here.health().frames).toEqual({ published: 2, received: 1, dropped: 0 });
  expect(there.health().frames).toEqual({ published: 1, received: 2, dropped: 0 });
  expect([here, there].map(({ hub }) => hub.stats().frames.repeated)).toEqual([0, 0]);
});

test('[HB-9] a frame that comes both through the broker and from hub to hub is heard once', async () => {
  const redis = await redisHere();
  const { there, alice, bob } = await aliceAndBob(redis.url);
  const dave = await there.visit();
  alice.publish('kelp', 'the same');
  expect(await bob.take(1)).toEqual(['the same']);
  dave.publish('kelp', 'the same'); // as another hub would bring it
  await dave.settled();
  alice.publish('kelp', 'next');
  expect(await bob.take(1)).toEqual(['next']);
});

test('[HB-9] a hub asks the broker for what is wanted here and no longer for what is not', async () => {
  const redis = await redisHere();
  const { here, alice, bob } = await aliceAndBob(redis.url);
  const admin = await createClient({ url: redis.url }).connect();
  open.push(() => admin.destroy());
  const names = Array.from({ length: 500 }, (_, i) => `topic ${i}`);
  for (const half of [names.slice(0, 250), names.slice(250)]) await bob.subscribe(...half);
  await alice.subscribe('crabs', 'sharks');
  await here.when(asksFor(3));
  expect(await admin.pubSubNumSub(['holdfast-hub:kelp', 'holdfast-hub:crabs'])).toEqual({
    'holdfast-hub:kelp': 2,
    'holdfast-hub:crabs': 1,
  });
  alice.say({ type: 'unsubscribe', topics: ['crabs', 'kelp'] });
  alice.say({ type: 'subscribe', topics: ['crabs'] }); // changed her mind at once
  await alice.settled();
  await here.when(asksFor(2));
  bob.publish('crabs', 'wanted again');
  expect(await alice.take(1)).toEqual(['wanted again']);
  expect(await admin.pubSubNumSub(['holdfast-hub:kelp', 'holdfast-hub:crabs'])).toEqual({
    'holdfast-hub:kelp': 1,
    'holdfast-hub:crabs': 1,
  });
});

test('[HB-9] the broker is killed: each hub goes on alone and says so; it is back: they deliver across', async () => {
  const redis = await redisHere();
  const { here, there, alice, bob } = await aliceAndBob(redis.url);
  const carol = await here.visit();
  await carol.subscribe('kelp');
  await redis.kill();
  await Promise.all([here.when(isDown), there.when(isDown)]);
  alice.publish('kelp', 'during the outage');
  expect(await carol.take(1)).toEqual(['during the outage']);
  await alice.subscribe('crabs'); // wanted only since the outage
  expect(here.health()).toMatchObject({ state: 'down', topics: 0, frames: { published: 0, dropped: 1 } });

  await redis.start();
  await Promise.all([here.when(asksFor(2)), there.when(asksFor(1))]);
  bob.publish('crabs', 'after the outage');
  alice.publish('kelp', 'after it too');
  expect(await alice.take(1)).toEqual(['after the outage']);
  expect(await bob.take(1)).toEqual(['after it too']);
  const name = `127.0.0.1:${redis.port}`;
  expect(here.lines).toEqual([
    `connected to the broker at ${name}; the hubs behind it work as one.`,
    expect.stringMatching(
      `^the broker at ${name} cannot be reached \\(.+\\)\\. This hub goes on alone: its own clients reach each other, not those of other hubs\\. It keeps trying\\.$`,
    ),
    `connected to the broker at ${name}; the hubs behind it work as one.`,
  ]);
});

test('[HB-9] a hub that finds no broker at its start goes on alone, says so once, and finds it later', async () => {
  const redis = await redisHere();
  await redis.kill();
  const here = await hubBehind(redis.url);
  const [alice, bob] = await Promise.all([here.visit(), here.visit()]);
  await bob.subscribe('kelp');
  await here.when(isDown);
  alice.publish('kelp', 'without a broker');
  expect(await bob.take(1)).toEqual(['without a broker']);
  await redis.start();
  await here.when(asksFor(1));
  expect(here.lines).toHaveLength(2);
  expect(here.lines[0]).toContain('cannot be reached (nothing listens there). This hub goes on alone');
});

test('[HB-9] a broker that is there and does not answer is taken for lost', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const redis = await redisHere();
  const here = await hubBehind(redis.url);
  await here.when(isUp);
  redis.freeze();
  vi.advanceTimersByTime(5_000);
  expect(here.health().state).toBe('up');
  vi.advanceTimersByTime(5_000);
  expect(here.health().state).toBe('down');
  expect(here.lines.at(-1)).toContain('(it does not answer)');
});

test('[HB-9] what is no frame of a hub on the broker is left out, and the rest goes on', async () => {
  const redis = await redisHere();
  const { here, alice, bob } = await aliceAndBob(redis.url);
  const mallory = await createClient({ url: redis.url }).connect();
  open.push(() => mallory.destroy());
  const long = `abcdefghijkl ${'x'.repeat(60_001)}`;
  for (const noise of ['', 'noise', '{"type":"erase"}', 'short x', long]) {
    await mallory.publish('holdfast-hub:kelp', noise);
  }
  bob.publish('kelp', 'after the noise');
  expect(await alice.take(1)).toEqual(['after the noise']);
  expect(here.health()).toMatchObject({ state: 'up', frames: { received: 1 } });
});

test('[HB-9] a broker that wants a password is told it, and nobody else is', async () => {
  const redis = await redisHere({ password: 'sesame' });
  const refused = await hubBehind(redis.url);
  await refused.when(isDown);
  expect(refused.lines[0]).toMatch(/NOAUTH/);
  const address = redis.url.replace('redis://', 'redis://:sesame@');
  const here = await hubBehind(address);
  await here.when(isUp);
  const wrong = await hubBehind(redis.url.replace('redis://', 'redis://:guess@'));
  await wrong.when(isDown);
  expect([...here.lines, ...wrong.lines].filter((line) => /sesame|guess/.test(line))).toEqual([]);
});
