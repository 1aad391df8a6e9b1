/** What a crowd goes through, and what was seen of it. */
import type { Crypto } from '../../ports/crypto.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { chanceOf } from './scale-peer.ts';
import { createScaleWorld, type ScaleWorld } from './scale-world.ts';

export type ScalePlan = {
  peers: number;
  /** So many of them write. */
  authors: number;
  seed: number;
  isFlooding?: boolean;
  /** Of each part, in seconds. */
  seconds: { gather: number; chat: number; churn: number; apart: number; healed: number };
  messagesPerSecond: number;
  /** Moves a minute, as a share of all: at each somebody leaves or not, and somebody comes back or not, by chance. */
  churnPerMinute: number;
};

/** Once a second. */
export type ScaleSample = {
  second: number;
  online: number;
  largestPart: number;
  meanDegree: number;
  maxDegree: number;
};

export type ScalePart = {
  name: 'gather' | 'chat' | 'churn' | 'apart' | 'healed';
  from: number;
  to: number;
  /** Frames of records sent for each that brought something new. */
  sendsPerDelivery: number | undefined;
  messages: number;
  /** Milliseconds until those had a message who were there from then on; to the last of them. */
  reached: { p50: number; p95: number; max: number } | undefined;
  hops: { mean: number; max: number } | undefined;
  /** Deliveries to those who were there from then on that had not come ten seconds later. */
  late: number;
};

export type ScaleReport = {
  plan: ScalePlan;
  samples: ScaleSample[];
  parts: ScalePart[];
  /** Seconds after everybody had come until all were linked; after the heal likewise. Undefined: never. */
  linkedAfter: number | undefined;
  healedAfter: number | undefined;
  /** At the end, of those online: messages that somebody lacks. */
  lacking: number;
};

type Said = { key: string; at: number; part: ScalePart['name']; by: Set<number> };

const LATE_MS = 10_000;

export const runScale = (crypto: Crypto, plan: ScalePlan): ScaleReport => {
  const world = createScaleWorld(crypto, plan);
  const random = createSeededRandom(plan.seed + 1);
  const samples: ScaleSample[] = [];
  const said: Said[] = [];
  const parts: ScalePart[] = [];
  const all = Array.from({ length: plan.peers }, (_, name) => name);
  const pickOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(chanceOf(random) * list.length)];
  /** Since when each is there without a break. */
  const since = new Map<number, number>();
  let due = 0;

  const chat = (part: ScalePart['name']): void => {
    for (due += plan.messagesPerSecond; due >= 1; due -= 1) {
      const name = pickOf(world.online().filter((each) => each < plan.authors));
      if (name !== undefined) said.push({ ...world.post(name), part, by: new Set(world.online()) });
    }
  };
  const churn = (): void => {
    const moves = (plan.peers * plan.churnPerMinute) / 60;
    for (let left = moves; left > 0; left -= 1) {
      if (chanceOf(random) > left) return;
      const name = pickOf(world.online());
      if (name !== undefined && chanceOf(random) < 0.5) leave(name);
      const back = pickOf(all.filter((each) => !world.isOnline(each)));
      if (back !== undefined && chanceOf(random) < 0.6) join(back);
    }
  };
  const join = (name: number): void => {
    since.set(name, world.now());
    world.join(name);
  };
  const leave = (name: number): void => {
    world.leave(name, chanceOf(random) < 0.5 ? 'goodbye' : 'dies');
    // who goes is nobody who was there all the time
    for (const message of said) if (world.now() - message.at < LATE_MS) message.by.delete(name);
  };

  const run = (name: ScalePart['name'], seconds: number, each: (second: number) => void): void => {
    const from = world.now();
    const before = world.frames();
    for (let second = 0; second < seconds; second += 1) {
      each(second);
      world.runUntil(from + (second + 1) * 1_000);
      samples.push(sampleOf(world));
    }
    const after = world.frames();
    const fresh = after.fresh - before.fresh;
    const sendsPerDelivery = fresh === 0 ? undefined : (after.sent - before.sent) / fresh;
    parts.push({ name, from, to: world.now(), sendsPerDelivery, ...EMPTY });
  };

  const { seconds } = plan;
  run('gather', seconds.gather, (second) => {
    const isLast = second >= seconds.gather / 2;
    for (const name of all)
      if (!world.isOnline(name) && (isLast || name % Math.ceil(seconds.gather / 2) === second)) join(name);
  });
  run('chat', seconds.chat, () => chat('chat'));
  run('churn', seconds.churn, () => {
    churn();
    chat('churn');
  });
  if (seconds.apart > 0) world.divide((name) => name % 2);
  run('apart', seconds.apart, () => chat('apart'));
  const apart = said.filter(({ part }) => part === 'apart');
  for (const message of apart) message.by.clear(); // half of them cannot have it
  if (seconds.apart > 0) world.heal();
  run('healed', seconds.healed, (second) => {
    if (second < seconds.healed / 2) chat('healed');
  });

  return {
    plan,
    samples,
    parts: parts.map((part) => ({
      ...part,
      ...seenOf(
        world,
        said.filter((message) => message.part === part.name),
      ),
    })),
    linkedAfter: linkedAfter(samples, parts, 'chat', seconds.gather / 2),
    healedAfter: linkedAfter(samples, parts, 'healed', 0),
    lacking: said.filter(({ key }) => world.online().some((name) => world.gotBy(name, key) === undefined)).length,
  };
};

const EMPTY = { messages: 0, reached: undefined, hops: undefined, late: 0 };

const sampleOf = (world: ScaleWorld): ScaleSample => {
  const degrees = world.degrees();
  return {
    second: world.now() / 1_000,
    online: degrees.length,
    largestPart: world.parts()[0] ?? 0,
    meanDegree: degrees.reduce((sum, degree) => sum + degree, 0) / Math.max(1, degrees.length),
    maxDegree: Math.max(0, ...degrees),
  };
};

const seenOf = (
  world: ScaleWorld,
  said: readonly Said[],
): Omit<ScalePart, 'name' | 'from' | 'to' | 'sendsPerDelivery'> => {
  const reached: number[] = [];
  const hops: number[] = [];
  let late = 0;
  for (const { key, at, by } of said) {
    const came = [...by].map((name) => world.gotBy(name, key));
    late += came.filter((each) => each === undefined || each.at - at > LATE_MS).length;
    const inTime = came.filter((each) => each !== undefined);
    if (inTime.length > 0) reached.push(Math.max(...inTime.map((each) => each.at - at)));
    hops.push(...inTime.map((each) => each.hops).filter((count) => count > 0));
  }
  reached.sort((a, b) => a - b);
  const at = (share: number): number => reached[Math.min(reached.length - 1, Math.floor(share * reached.length))] ?? 0;
  return {
    messages: said.length,
    late,
    reached: reached.length === 0 ? undefined : { p50: at(0.5), p95: at(0.95), max: at(1) },
    hops:
      hops.length === 0
        ? undefined
        : { mean: hops.reduce((sum, each) => sum + each, 0) / hops.length, max: Math.max(...hops) },
  };
};

/** Seconds until all who are online are linked, and stay so until the part is over. */
const linkedAfter = (
  samples: readonly ScaleSample[],
  parts: readonly ScalePart[],
  name: ScalePart['name'],
  ahead: number,
): number | undefined => {
  const part = parts.find((each) => each.name === name);
  if (part === undefined || part.from === part.to) return undefined;
  const from = part.from / 1_000 - ahead;
  const within = samples.filter(({ second }) => second > from && second <= part.to / 1_000);
  const lastApart = within.findLastIndex(({ online, largestPart }) => largestPart < online);
  return lastApart === within.length - 1 ? undefined : lastApart + 1;
};
