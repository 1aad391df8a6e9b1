/**
 * Many peers for minutes: people come and go while servers die, and a community in two halves. They take their time:
 * HOLDFAST_SLOW=1, and root for the halves.
 */
import type { Headless } from '../support/headless.ts';
import { createDice } from '../../shared/testing/simulation/dice.ts';
import { joinKelp } from '../support/gathering.ts';
import { type Machine, makeLan, whyNoNetworks } from '../support/namespaces.ts';
import { expect, test } from '../support/test.ts';

const isSlow = process.env['HOLDFAST_SLOW'] !== undefined;
const WHY_NOT = 'takes many minutes: run it with HOLDFAST_SLOW=1';
if (!isSlow && process.env['TEST_WORKER_INDEX'] === undefined) console.warn(`crowd.spec.ts: ${WHY_NOT}`);
test.skip(!isSlow, WHY_NOT);

const PEERS = 24;
const CHURN_MS = 5 * 60_000;
const APART_MS = 10 * 60_000;
const MAX_LINKS = 24;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const note = (type: string, description: string): void => void test.info().annotations.push({ type, description });

const texts = async (peer: Headless): Promise<string[]> =>
  (await peer.request('history', { channel: 'general', limit: 1_000_000 })).messages.map(({ text }) => text);
const lacking = async (peer: Headless, said: readonly string[]): Promise<number> => {
  const held = new Set(await texts(peer));
  return said.filter((text) => !held.has(text)).length;
};
const allHave = async (peers: readonly Headless[], said: readonly string[]): Promise<number> => {
  const start = Date.now();
  for (const peer of peers)
    await expect.poll(() => lacking(peer, said), { message: `${peer.name} has everything`, timeout: 120_000 }).toBe(0);
  return Date.now() - start;
};
const linksOf = async (peer: Headless): Promise<number> =>
  (await peer.request('status')).links.filter(({ state }) => state === 'open').length;

/** A peer posts; what was acknowledged must be there in the end. */
const post = async (peer: Headless, text: string, said: string[]): Promise<void> => {
  if ((await peer.ask('post', { channel: 'general', text })).ok) said.push(text);
};
const expectOneOrder = async (people: readonly Headless[]): Promise<void> => {
  const orders = await Promise.all(people.map(texts));
  for (const order of orders) expect(order).toEqual(orders[0]);
};

test('24 peers come and go for five minutes, the server dies half way: nothing that was said is lost (P7)', async ({
  peers,
  hub,
}) => {
  test.setTimeout(25 * 60_000);
  const dice = createDice(24);
  const names = Array.from({ length: PEERS }, (_, i) => `p${i}`);
  const present = new Map<string, Headless>();
  const start = async (name: string): Promise<Headless> => {
    const peer = await peers(name, { lan: true });
    present.set(name, peer);
    return peer;
  };
  const founder = await start('p0');
  const { invite } = await founder.request('create-community', { name: 'Kelp', as: 'p0' });
  for (const name of names.slice(1)) await joinKelp(await start(name), invite);

  const said: string[] = [];
  const links: number[] = [];
  const step = async (name: string, text: string): Promise<void> => {
    const peer = present.get(name);
    if (peer === undefined) return void (await start(name));
    if (dice.below(8) > 0 || present.size <= PEERS / 2) {
      await post(peer, text, said);
      return void links.push(await linksOf(peer));
    }
    present.delete(name);
    await peer.kill();
  };
  const churn = async (): Promise<void> => {
    const until = Date.now() + CHURN_MS / 2;
    while (Date.now() < until) {
      const name = names[dice.below(names.length)] ?? 'p0';
      await step(name, `${said.length} by ${name}`);
      await pause(200);
    }
  };
  await churn();
  await hub.kill();
  await churn();
  for (const name of names) if (!present.has(name)) await start(name);

  expect(said.length, 'people have talked').toBeGreaterThan(100);
  const people = [...present.values()];
  const { sent, fresh } = await framesOf(people);
  note('sends per delivery, of those who are there', (sent / fresh).toFixed(3));
  note('all had everything after', `${await allHave(people, said)} ms`);
  note('messages', String(said.length));
  note('most links of one peer', String(Math.max(...links)));
  expect(Math.max(...links)).toBeLessThanOrEqual(MAX_LINKS);
  await expectOneOrder(people);
});

const framesOf = async (people: readonly Headless[]): Promise<{ sent: number; fresh: number }> => {
  const all = await Promise.all(people.map((peer) => peer.request('status')));
  const frames = all.flatMap(({ communities }) => communities.map((community) => community.frames));
  const sum = (pick: (each: (typeof frames)[number]) => number): number =>
    frames.reduce((a, each) => a + pick(each), 0);
  return { sent: sum(({ sent }) => sent), fresh: sum(({ fresh }) => fresh) };
};

test('16 peers: a message is sent hardly more often than it is needed', async ({ peers }) => {
  test.setTimeout(15 * 60_000);
  const people: Headless[] = [];
  for (let i = 0; i < 16; i += 1) people.push(await peers(`p${i}`));
  const [founder, ...others] = people as [Headless, ...Headless[]];
  const { invite } = await founder.request('create-community', { name: 'Kelp', as: 'p0' });
  for (const peer of others) await joinKelp(peer, invite);
  const said: string[] = [];
  await post(founder, 'all here?', said);
  await allHave(people, said);

  const before = await framesOf(people);
  for (let i = 0; i < 200; i += 1) await post(people[i % people.length] ?? founder, `message ${i}`, said);
  await allHave(people, said);
  const after = await framesOf(people);
  const sends = (after.sent - before.sent) / (after.fresh - before.fresh);
  note('sends per delivery', sends.toFixed(3));
  note('links', String(await Promise.all(people.map(linksOf))));
  expect(sends).toBeLessThanOrEqual(1.3);
});

const divide = (sides: readonly (readonly Machine[])[]): void => {
  for (const [i, side] of sides.entries()) {
    const others = `{ ${(sides[1 - i] ?? []).map(({ address }) => address).join(', ')} }`;
    for (const machine of side) machine.drop(`ip saddr ${others}`, `ip daddr ${others}`);
  }
};

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
const why = whyNoNetworks();

test('two halves chat apart for ten minutes: after the heal all have everything, in one order', async ({ peers }) => {
  test.skip(why !== undefined, why ?? '');
  test.setTimeout(25 * 60_000);
  const lan = makeLan();
  try {
    const machines = NAMES.map((name) => lan.machine(name));
    const people: Headless[] = [];
    for (const [i, { within }] of machines.entries())
      people.push(await peers(NAMES[i] ?? '', { hubs: [], lan: true, within }));
    const [alice, ...others] = people as [Headless, ...Headless[]];
    const { invite } = await alice.request('create-community', { name: 'Kelp', as: 'alice' });
    for (const peer of others) await joinKelp(peer, invite);

    divide([machines.slice(0, 3), machines.slice(3)]);
    const said: string[] = [];
    const until = Date.now() + APART_MS;
    while (Date.now() < until) {
      for (const peer of people) await post(peer, `${said.length} by ${peer.name}`, said);
      await pause(3_000);
    }
    expect(await lacking(alice, said), 'they were apart').toBeGreaterThan(said.length / 4);
    for (const machine of machines) machine.dropNothing();
    note('messages', String(said.length));
    note('all had everything after', `${await allHave(people, said)} ms`);
    await expectOneOrder(people);
  } finally {
    lan.dispose();
  }
});
