/** The newest messages are on screen before those that came before them: a look ahead, and no more. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type ChannelId, channelId, type CommunityId } from '../base/ids.ts';
import { targetOf } from '../model/views.ts';
import { isRunFrame } from '../testing/run-frames.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

const LANE = 21;
const LANES_HAVE = 19;
const TAIL_WANT = 25;
const DIGESTS = 27;
const TAIL = 26;
const orThrow = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

let world: SimWorld;
let alice: SimPerson;
let place: { community: CommunityId; channel: ChannelId; invite: string };
/** Frames that are lost on their way to somebody, by type. */
let lost = new Set<string>();
let changed: (frame: Uint8Array) => Uint8Array = (frame) => frame;
let passed: { type: number; from: string; to: string; at: number }[] = [];
beforeEach(() => start(10));
afterEach(() => world.dispose());

const start = async (tailsFrom?: number, firstMs = 400): Promise<void> => {
  world = await createSimWorld(61, { firstMs, ...(tailsFrom !== undefined && { tailsFrom }) });
  [lost, passed, changed] = [new Set(), [], (frame) => frame];
  alice = await world.person('alice');
  place = orThrow(await alice.peer.createCommunity({ name: 'Kelp', memberName: 'alice' }));
  world.network.intercept((frame, from, to) => {
    const type = isRunFrame(frame) ? LANE : (frame[0] ?? 0);
    if (lost.has(`${type} ${to}`)) return undefined;
    passed.push({ type, from, to, at: world.clock.now() });
    return type === TAIL ? changed(frame) : frame;
  });
};

const post = async (who: SimPerson, from: number, to: number, channel = place.channel): Promise<string[]> => {
  const said = Array.from({ length: to - from }, (_, i) => `${who.name} ${from + i}`);
  for (const text of said) {
    orThrow(await who.peer.post({ community: place.community, channel, text }));
    await world.clock.advance(1);
  }
  return said;
};
const join = async (name: string): Promise<SimPerson> => {
  const person = await world.person(name);
  const joined = person.peer.join({ invite: place.invite, memberName: name });
  await world.quiet();
  orThrow(await joined);
  await world.quiet();
  return person;
};
const texts = (who: SimPerson): Promise<string[]> => who.texts(place.community, place.channel);
const messages = (who: SimPerson) => who.messages(place.community, place.channel);
const countOf = (who: SimPerson): Promise<number> => who.queries.messageCount(place.community, place.channel);
const lanesOf = async (who: SimPerson): Promise<number> =>
  (await who.peer.lanes(place.community)).reduce((sum, { count }) => sum + count, 0);
const told = (who: SimPerson): string[] =>
  who.events.flatMap((event) => (event.kind === 'message' ? [event.message.text] : []));
const seen = async (who: SimPerson, text: string) => {
  const found = (await messages(who)).find((message) => message.text === text);
  if (found === undefined) throw new Error(`${who.name} does not see “${text}”`);
  return found;
};

test('[SY-20] a newcomer sees the newest hundred first, and in the end what everybody sees, told of each once', async () => {
  await world.dispose();
  await start();
  const said = await post(alice, 0, 240);
  lost.add(`${LANE} bob`);
  const bob = await join('bob');
  expect(await texts(bob)).toEqual(said.slice(-100));
  expect(await countOf(bob)).toBe(100);
  expect([told(bob), await lanesOf(bob)]).toEqual([[], 0]);
  expect(await bob.queries.previews()).toHaveLength(1);
  // nobody takes it for kept
  const receipts = await alice.queries.receipts(place.community, place.channel);
  expect(receipts.flatMap(({ upTo }) => Object.values(upTo)).every((count) => count === 0)).toBe(true);

  lost.clear();
  await world.quiet(12_000);
  lost.add(`${TAIL} carol`);
  const carol = await join('carol');
  await world.quiet(12_000);
  expect(await messages(bob)).toEqual(await messages(alice));
  expect(await messages(bob)).toEqual(await messages(carol));
  expect([await countOf(bob), told(bob)]).toEqual([240, said]);
  expect(await bob.queries.previews()).toEqual([]);
});

test('[SY-22] what was previewed and nobody who is here has is taken back, and comes again with who has it', async () => {
  const carol = await join('carol');
  carol.transport.setOffline(true);
  await world.quiet();
  const said = await post(alice, 0, 40);
  lost.add(`${LANE} bob`);
  const bob = await join('bob');
  expect(await texts(bob)).toEqual(said);
  alice.transport.setOffline(true);
  await world.quiet(30_000);
  // alone, bob keeps it
  expect(await texts(bob)).toEqual(said);
  carol.transport.setOffline(false);
  await world.quiet(30_000);
  expect(await texts(bob)).toEqual([]);
  expect(await bob.queries.previews()).toEqual([]);

  alice.transport.setOffline(false);
  await world.quiet(6_000);
  expect([await texts(bob), await lanesOf(bob)]).toEqual([said, 0]);
  lost.clear();
  await world.quiet(30_000);
  expect([await texts(bob), await lanesOf(bob)]).toEqual([said, 40]);
});

test('[SY-20] who lacks few asks for no tail; of two neighbours one is asked', async () => {
  await post(alice, 0, 1);
  const bob = await join('bob');
  bob.transport.setOffline(true);
  await post(alice, 1, 9);
  passed = [];
  bob.transport.setOffline(false);
  await world.quiet(6_000);
  expect(passed.some(({ type }) => type === TAIL_WANT)).toBe(false);
  bob.transport.setOffline(true);
  const carol = await join('carol');
  carol.transport.setOffline(true);
  await world.quiet();
  await post(alice, 10, 40);
  carol.transport.setOffline(false);
  await world.quiet();
  passed = [];
  bob.transport.setOffline(false);
  await world.quiet(6_000);
  expect(passed.filter(({ type }) => type === TAIL_WANT)).toHaveLength(1);
  expect(await messages(bob)).toEqual(await messages(alice));
});

test('[SY-20] what a newcomer sees first comes in one message, and has a moment for itself', async () => {
  const carol = await join('carol');
  await post(alice, 0, 150);
  await post(carol, 0, 20);
  await world.quiet();
  passed = [];
  const bob = await join('bob');
  await world.quiet(6_000);
  const [first, ...more] = passed.filter(({ type, to }) => to === 'bob' && (type === TAIL || type === LANE));
  const lanes = more.filter(({ type }) => type === LANE);
  expect(first?.type).toBe(TAIL);
  expect(more.filter(({ type, at }) => type === TAIL && at === first?.at)).toEqual([]);
  expect(lanes.length).toBeGreaterThan(0);
  const digests = passed.filter(({ type, from }) => from === 'bob' && type === DIGESTS);
  expect(digests.length).toBeGreaterThan(0);
  for (const { at } of [...lanes, ...digests]) expect(at - (first?.at ?? 0)).toBeGreaterThan(300);
  expect(await messages(bob)).toEqual(await messages(alice));
});

test('[SY-20] where nobody looks nothing waits for what is seen first', async () => {
  await world.dispose();
  await start(10, 0);
  await post(alice, 0, 150);
  await world.quiet();
  passed = [];
  await join('bob');
  await world.quiet(6_000);
  const came = passed.filter(({ type, to }) => to === 'bob' && (type === TAIL || type === LANE));
  const [lane] = came.filter(({ type }) => type === LANE);
  expect(came[0]?.type).toBe(TAIL);
  expect((lane?.at ?? Infinity) - (came[0]?.at ?? 0)).toBeLessThan(200);
});

test('[SY-20] of many channels a newcomer asks first for the tail of the one that is listed first', async () => {
  for (let n = 0; n < 12; n += 1) {
    const act = { kind: 'create-channel' as const, name: `more-${n}` };
    const more = orThrow(await alice.peer.govern({ community: place.community, act }));
    await post(alice, 0, 1, more as unknown as ChannelId);
  }
  await post(alice, 0, 20);
  const tails: ChannelId[] = [];
  changed = (frame) => {
    tails.push(channelId(frame.subarray(1, 33)));
    return frame;
  };
  await join('bob');
  expect(tails[0]).toBe(place.channel);
});

test('[SY-20] tails come before lanes, from all channels', async () => {
  const quiet = orThrow(
    await alice.peer.govern({ community: place.community, act: { kind: 'create-channel', name: 'quiet' } }),
  ) as unknown as ChannelId;
  await post(alice, 0, 150);
  await post(alice, 0, 30, quiet);
  await join('bob');
  const records = passed.filter(({ type, to }) => to === 'bob' && (type === LANE || type === TAIL));
  const firstLane = records.findIndex(({ type }) => type === LANE);
  expect(firstLane).toBeGreaterThanOrEqual(2);
  expect(records.slice(0, firstLane).every(({ type }) => type === TAIL)).toBe(true);
  expect(records.slice(firstLane).every(({ type }) => type === LANE)).toBe(true);
});

test('[SY-20] a newcomer asks for the tail of the first channel before hearing what there is', async () => {
  await post(alice, 0, 3);
  const bob = await join('bob');
  const asked = passed.findIndex(({ type, from }) => type === TAIL_WANT && from === 'bob');
  const told = passed.findIndex(({ type, to }) => type === LANES_HAVE && to === 'bob');
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(told);
  expect(await texts(bob)).toEqual(['alice 0', 'alice 1', 'alice 2']);
  // once: what there is decides from then on
  expect(passed.filter(({ type }) => type === TAIL_WANT)).toHaveLength(1);
});

test('[SY-20] who knows no tails, or sends none, is a neighbour like any other', async () => {
  const said = await post(alice, 0, 40);
  lost.add(`${TAIL_WANT} alice`);
  const bob = await join('bob');
  await world.quiet(6_000);
  expect(await texts(bob)).toEqual(said);
});

test('[SY-22] what was done to messages meanwhile counts in the end, and what was deleted leaves nothing', async () => {
  await post(alice, 0, 40);
  orThrow(await editOf(await seen(alice, 'alice 39'), 'alice 39, spoken well'));
  lost.add(`${LANE} bob`);
  const bob = await join('bob');
  expect((await texts(bob)).slice(-2)).toEqual(['alice 38', 'alice 39, spoken well']);
  for (const text of ['alice 30', 'alice 39, spoken well']) orThrow(await deleteOf(await seen(alice, text)));
  orThrow(await editOf(await seen(alice, 'alice 33'), 'alice 33 again'));
  await world.quiet();
  lost.clear();
  await world.quiet(12_000);
  expect(await messages(bob)).toEqual(await messages(alice));
  expect((await texts(bob)).filter((text) => text !== '')).toHaveLength(38);
  const gone = (await messages(bob)).find(({ gone: how, text }) => how !== undefined && text === '');
  if (gone === undefined) throw new Error('two are deleted');
  expect(await everyEffect(bob)).toEqual(await everyEffect(alice));
});

const everyEffect = async (who: SimPerson) =>
  Promise.all((await messages(who)).map((message) => who.queries.effectsOn(message)));
const editOf = (message: Awaited<ReturnType<typeof seen>>, text: string) =>
  alice.peer.act({ ...place, act: { kind: 'edit', target: targetOf(message), text } });
const deleteOf = (message: Awaited<ReturnType<typeof seen>>) =>
  alice.peer.act({ ...place, act: { kind: 'delete', target: targetOf(message) } });

test('[SY-22] what turns out not to count goes: mallory was banned before she said it', async () => {
  const mallory = await join('mallory');
  const carol = await join('carol');
  await post(mallory, 0, 5);
  await world.quiet();
  const apart = (name: string): number => (name === 'alice' ? 0 : 1);
  world.network.divide(apart);
  await post(mallory, 5, 30);
  await world.quiet();
  const bob = await aliceLetsIn('bob');
  lost.add(`${LANE} bob`);
  world.network.divide((name) => (name === 'alice' ? 0 : name === 'bob' || name === 'carol' ? 1 : 2));
  world.network.meetAll();
  await world.quiet();
  expect(await texts(bob)).toContain('mallory 29');
  const members = await alice.queries.members(place.community);
  const { id } = members.find(({ name }) => name === 'mallory') ?? {};
  if (id === undefined) throw new Error('mallory is a member');
  orThrow(await alice.peer.govern({ community: place.community, act: { kind: 'ban', member: id } }));
  world.network.divide((name) => (name === 'alice' || name === 'bob' ? 0 : 1));
  world.network.meetAll();
  await world.quiet();
  expect(await texts(bob)).toEqual(['mallory 0', 'mallory 1', 'mallory 2', 'mallory 3', 'mallory 4']);
  lost.clear();
  world.network.divide(() => 0);
  world.network.meetAll();
  await world.quiet(20_000);
  expect(await texts(bob)).toEqual(await texts(alice));
  expect(await texts(carol)).toEqual(await texts(alice));
});

/** While the others are apart from her, and so nothing they say. */
const aliceLetsIn = async (name: string): Promise<SimPerson> => {
  lost.add(`${LANE} ${name}`);
  lost.add(`${TAIL} ${name}`);
  world.network.divide((who) => (who === 'alice' || who === name ? 0 : 1));
  const person = await join(name);
  lost.clear();
  return person;
};

test('[SY-22] a start forgets what was shown ahead and not kept, and shows what was kept', async () => {
  const said = await post(alice, 0, 40);
  lost.add(`${LANE} bob`);
  let bob = await join('bob');
  expect(await texts(bob)).toEqual(said);
  alice.transport.setOffline(true);
  bob = await bob.restartWithCache();
  expect(await texts(bob)).toEqual([]);
  expect(await bob.queries.previews()).toEqual([]);
  lost.clear();
  alice.transport.setOffline(false);
  await world.quiet(6_000);
  expect(await messages(bob)).toEqual(await messages(alice));
  bob = await bob.restartWithCache();
  expect(await messages(bob)).toEqual(await messages(alice));
});

const flip = (frame: Uint8Array, at: number): Uint8Array => frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
const HOSTILE: readonly [string, (frame: Uint8Array) => Uint8Array][] = [
  ['one bit of a body', (frame) => flip(frame, frame.length - 3)],
  ['one bit of the newest envelope', (frame) => flip(frame, indexOfUpdateEnd(frame) - 3)],
  ['no end', (frame) => frame.slice(0, -9)],
  ['more than its end', (frame) => Uint8Array.of(...frame, 0)],
];

/** The bodies follow, each with 1 and its length before it. */
const indexOfUpdateEnd = (frame: Uint8Array): number => {
  const [low = 0, high = 0] = [frame[1 + 32 + 2 + 32], frame[1 + 32 + 2 + 32 + 1]];
  return 1 + 32 + 2 + 32 + 2 + (low & 127) + (high << 7);
};

test.each(HOSTILE)('[SY-21] a tail with %s wrong shows nothing, and its sender is dropped', async (_what, spoil) => {
  await post(alice, 0, 30);
  const bob = await join('bob');
  bob.transport.setOffline(true);
  await world.quiet();
  await post(alice, 30, 60);
  lost.add(`${LANE} bob`);
  changed = spoil;
  bob.transport.setOffline(false);
  await world.network.deliver();
  await world.clock.advance(50);
  await world.network.deliver();
  expect(passed.some(({ type }) => type === TAIL)).toBe(true);
  expect(world.network.linksOf('bob')).toEqual([]);
  expect(await countOf(bob)).toBe(30);
});

test('[SY-21] a tail that was not asked for, or is more than was asked for, drops its sender', async () => {
  await post(alice, 0, 30);
  let again: Uint8Array | undefined;
  changed = (frame) => {
    again ??= frame.slice();
    return frame;
  };
  const bob = await join('bob');
  const send = async (): Promise<void> => {
    const [link] = world.network.linksOf('alice');
    if (link === undefined || again === undefined) throw new Error('bob asked alice for a tail');
    alice.transport.send(link.link, again);
    await world.network.deliver();
  };
  // 30 of the 100 came; thrice 30 are fewer
  for (let i = 0; i < 2; i += 1) await send();
  expect(world.network.linksOf('bob')).toHaveLength(1);
  await send();
  expect(world.network.linksOf('bob')).toEqual([]);
  world.network.meetAll();
  await world.quiet();
  await send();
  expect(world.network.linksOf('bob')).toEqual([]);
  expect(await messages(bob)).toEqual(await messages(alice));
});
