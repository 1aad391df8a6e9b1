/** P4: what is shown as saved is saved; what could not be saved is said, and takes nothing else with it. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { channelId, idBytes } from '../base/ids.ts';
import { found, join, type Place } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

/** First bytes of what asks for records. */
const LANE_WANT = 20;
const BODY_WANT = 24;

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let place: Place;

beforeEach(async () => {
  world = await createSimWorld(31);
  alice = await world.person('alice');
  bob = await world.person('bob');
  place = await found(alice);
  await join(world, bob, place);
});
afterEach(() => world.dispose());

const say = (person: SimPerson, text: string): Promise<'saved' | 'not saved'> =>
  person.peer.post({ ...place, text }).then(
    (posted) => (posted.ok ? 'saved' : 'not saved'),
    () => 'not saved',
  );
const texts = (person: SimPerson): Promise<string[]> => person.texts(place.community, place.channel);

test('[SY-4] alice’s disk is full for a while: she is told, and what she writes afterwards is saved, sent and kept', async () => {
  expect(await say(alice, 'one')).toBe('saved');
  alice.setDiskFull(true);
  expect(await Promise.all([say(alice, 'two'), say(alice, 'three')])).toEqual(['not saved', 'not saved']);
  alice.setDiskFull(false);
  expect(await Promise.all([say(alice, 'four'), say(alice, 'five')])).toEqual(['saved', 'saved']);
  await world.quiet();
  expect(await texts(alice)).toEqual(['one', 'four', 'five']);
  expect(await texts(bob)).toEqual(['one', 'four', 'five']);

  alice = await alice.restart();
  expect(await texts(alice)).toEqual(['one', 'four', 'five']);
  expect(await say(alice, 'six')).toBe('saved');
  await world.quiet(5_000);
  expect(await texts(bob)).toEqual(['one', 'four', 'five', 'six']);
});

test('the disk has room again right after a message: the next one, where it follows the first, is not saved alone', async () => {
  const outcomes = new Set<string>();
  const saved: string[] = [];
  // so many turns later: with the first, while it is on its way to the disk, and after it was taken back
  for (let turns = 0; turns < 24; turns += 1) {
    alice.setDiskFull(true);
    const first = say(alice, `lost ${turns}`);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    alice.setDiskFull(false);
    const came = await Promise.all([first, say(alice, `next ${turns}`)]);
    outcomes.add(came.join());
    for (const [at, word] of ['lost', 'next'].entries()) if (came[at] === 'saved') saved.push(`${word} ${turns}`);
  }
  expect(outcomes).toContain('not saved,not saved');
  expect(outcomes).toContain('not saved,saved');
  expect(await say(alice, 'whole again')).toBe('saved');
  alice = await alice.restart();
  await world.quiet(5_000);
  expect(await texts(alice)).toEqual([...saved, 'whole again']);
  expect(await texts(bob)).toEqual([...saved, 'whole again']);
});

test('[SY-4] bob’s disk is full for a while: he acknowledges nothing, and gets all of it afterwards', async () => {
  bob.setDiskFull(true);
  expect(await say(alice, 'one')).toBe('saved');
  expect(await say(alice, 'two')).toBe('saved');
  await world.quiet();
  expect(await texts(bob)).toEqual([]);
  const held = async (): Promise<number[]> =>
    (await alice.queries.receipts(place.community, place.channel)).map(({ upTo }) =>
      Math.max(0, ...Object.values(upTo)),
    );
  expect(await held()).toEqual([0]);
  bob.setDiskFull(false);
  await world.quiet(12_000);
  expect(await texts(bob)).toEqual(['one', 'two']);
  expect(await held()).toEqual([2]);
});

test('bob’s disk is full when alice makes an invite: what he writes afterwards knows of it, and is there after a restart', async () => {
  bob.setDiskFull(true);
  expect(await alice.peer.createInvite({ community: place.community })).toMatchObject({ ok: true });
  await world.quiet();
  expect(await say(bob, 'refused')).toBe('not saved');
  bob.setDiskFull(false);
  expect(await say(bob, 'kept')).toBe('saved');
  bob = await bob.restart();
  expect(await texts(bob)).toEqual(['kept']);
});

test('bob saves alice’s message before the operation that it names: it is there after a restart', async () => {
  bob.setDiskFull(true);
  expect(await alice.peer.createInvite({ community: place.community })).toMatchObject({ ok: true });
  await world.quiet(100);
  bob.setDiskFull(false);
  expect(await say(alice, 'names the invite')).toBe('saved');
  await world.quiet(100);
  expect(await texts(bob)).toEqual(['names the invite']);
  expect(await say(bob, 'hello')).toBe('saved');
  bob = await bob.restart();
  expect(await texts(bob)).toEqual(['names the invite', 'hello']);
});

test('bob’s disk was full when alice founded a channel: what she said in it stands before it in his journal, and is shown after a start', async () => {
  bob.setDiskFull(true);
  const act = { kind: 'create-channel', name: 'tides' } as const;
  const made = await alice.peer.govern({ community: place.community, act });
  if (!made.ok) throw new Error(made.message);
  await world.quiet();
  bob.setDiskFull(false);
  const tides = { community: place.community, channel: channelId(idBytes(made.value)) };
  await alice.peer.post({ ...tides, text: 'high water at nine' });
  await world.quiet(10_000);
  bob = await bob.restart();
  await world.quiet();
  expect(await bob.texts(tides.community, tides.channel)).toEqual(['high water at nine']);
});

test('alice archives the channel while bob’s message waits for his disk: it is refused, not saved for nobody', async () => {
  const letGo = bob.holdDisk();
  expect(await alice.peer.createInvite({ community: place.community })).toMatchObject({ ok: true });
  await world.quiet();
  const posted = bob.peer.post({ ...place, text: 'too late' });
  const archived = { kind: 'archive-channel' as const, channel: place.channel };
  expect(await alice.peer.govern({ community: place.community, act: archived })).toMatchObject({ ok: true });
  await world.quiet();
  letGo();
  expect(await posted).toMatchObject({ ok: false, error: 'not-allowed' });
  await world.quiet(5_000);
  expect(await texts(bob)).toEqual([]);
  expect(await texts(alice)).toEqual([]);
});

test('[JR-12] bob’s disk is nearly full: he asks nobody for what he would throw away, and has all of it soon after there is room', async () => {
  let asked = 0;
  world.network.intercept((frame, from) => {
    if (from === 'bob' && (frame[0] === LANE_WANT || frame[0] === BODY_WANT)) asked += 1;
    return frame;
  });
  bob.transport.setOffline(true);
  await world.quiet(500);
  for (const text of ['one', 'two', 'three']) expect(await say(alice, text)).toBe('saved');
  bob.peer.noteDisk('full');
  bob.transport.setOffline(false);
  await world.quiet(30_000);
  expect(await texts(bob)).toEqual([]);
  expect(asked).toBe(0);
  bob.peer.noteDisk('low');
  await world.quiet(1_000);
  expect(await texts(bob)).toEqual(['one', 'two', 'three']);
});
