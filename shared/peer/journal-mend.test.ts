/** P4: whatever one entry of the journal a disk takes, the peer comes up, and has everything again as soon as it can. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { JournalEntry } from '../ports/journal.ts';
import { found, join, type Place } from '../testing/device-cast.ts';
import { createMemoryJournal } from '../testing/memory-journal.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let disk: ReturnType<typeof createMemoryJournal>;
let place: Place;
const said: string[] = [];

beforeEach(async () => {
  world = await createSimWorld(77);
  disk = createMemoryJournal();
  bob = await world.person('bob');
  alice = await world.person('alice', disk);
  place = await found(bob);
  await join(world, alice, place);
  said.length = 0;
  for (let i = 0; i < 4; i += 1) {
    await say(alice, `alice ${i}`);
    await say(bob, `bob ${i}`);
    // more operations than those that brought her in
    expect(await alice.peer.createInvite({ community: place.community })).toMatchObject({ ok: true });
    await world.quiet(200);
  }
});
afterEach(() => world.dispose());

const say = async (person: SimPerson, text: string): Promise<void> => {
  expect(await person.peer.post({ ...place, text })).toMatchObject({ ok: true });
  said.push(text);
  await world.quiet(200);
};
const texts = (person: SimPerson): Promise<string[]> => person.texts(place.community, place.channel);

const withoutBob = async <T>(work: () => Promise<T>): Promise<T> => {
  bob.transport.setOffline(true);
  await world.quiet(500);
  const outcome = await work();
  bob.transport.setOffline(false);
  return outcome;
};

test('[JR-11] damage is found while alice’s peer runs: all that it knows is on the disk again, and the journal is whole', async () => {
  for (let position = 0; position < (await disk.end()); position += 1) disk.lose(position);
  alice.peer.noteDamage();
  await world.quiet(2_000);
  expect(await disk.lost()).toEqual([]);
  alice = await withoutBob(() => alice.restart());
  expect(await texts(alice)).toEqual(said);
  expect(alice.journal().some((entry) => entry.length === 0)).toBe(true);
});

test('[JR-11] whichever entry is lost at a start, alice says nothing under numbers that are taken, and has all of it again after she met bob', async () => {
  const end = await disk.end();
  expect(end).toBeGreaterThan(16);
  const kept = alice.journal().map((entry) => entry.slice());
  for (let position = 0; position < end; position += 1) {
    alice = await withoutBob(() => alice.restart(() => createMemoryJournal(kept, [position])));
    await world.quiet(40_000);
    expect([position, await texts(alice)]).toEqual([position, said]);
    const again = alice.journal();
    alice = await withoutBob(() => alice.restart(() => createMemoryJournal(again)));
    expect([position, await texts(alice)]).toEqual([position, said]);
    expect(again.length).toBeGreaterThanOrEqual(kept.length);
  }
  await world.quiet(5_000);
  await say(alice, 'and on it goes');
  expect(await texts(bob)).toEqual(said);
});

test('[JR-11] runs behind a lost one are kept: alice has them as soon as the gap is closed, from whomever it is', async () => {
  // bob never got these
  const unheard = await withoutBob(async () => {
    for (const text of ['unheard 0', 'unheard 1']) await say(alice, text);
    return alice.journal().map((entry) => entry.slice());
  });
  const firstOfAlice = unheard.findIndex((entry) => entry[0] === 3);
  bob.transport.setOffline(true);
  alice = await alice.restart(() => createMemoryJournal(unheard, [firstOfAlice]));
  await world.quiet(500);
  expect(await texts(alice)).not.toContain('unheard 1');
  const refused = await alice.peer.post({ ...place, text: 'too early' });
  expect(refused).toMatchObject({ ok: false, error: 'waiting-for-key' });
  bob.transport.setOffline(false);
  await world.quiet(20_000);
  expect([...(await texts(alice))].sort()).toEqual([...said].sort());
  expect([...(await texts(bob))].sort()).toEqual([...said].sort());
});

test('[JR-11] what waits behind a lost one still does so at the next start, which has the record store of the one before', async () => {
  const unheard = await withoutBob(async () => {
    for (const text of ['unheard 0', 'unheard 1']) await say(alice, text);
    return alice.journal().map((entry) => entry.slice());
  });
  bob.transport.setOffline(true);
  const [first = -1] = unheard.flatMap((entry, i) => (entry[0] === 3 ? i : [])).slice(-2);
  alice = await alice.restart(() => createMemoryJournal(unheard, [first]));
  await world.quiet(5_000);
  for (let start = 0; start < 2; start += 1) {
    alice = await alice.restartWithCache();
    await world.quiet(5_000);
    expect(await alice.peer.post({ ...place, text: 'too early' })).toMatchObject({
      ok: false,
      error: 'waiting-for-key',
    });
  }
});

test('[JR-11] what alice said is lost, and nobody has it: she is told that she can write elsewhere, or here once she has joined again, and so it is', async () => {
  const tides = await bob.peer.govern({
    community: place.community,
    act: { kind: 'create-channel', name: 'tides' },
  });
  await world.quiet(1_000);
  const other = (await alice.queries.channels(place.community)).find(({ name }) => name === 'tides');
  if (!tides.ok || other === undefined) throw new Error('alice has no other channel');
  // bob never got these
  const kept = await withoutBob(async () => {
    for (const text of ['unheard 0', 'unheard 1']) await say(alice, text);
    return alice.journal().map((entry) => entry.slice());
  });
  bob.transport.setOffline(true);
  const [first = -1] = kept.flatMap((entry, i) => (entry[0] === 3 ? i : [])).slice(-2);
  alice = await alice.restart(() => createMemoryJournal(kept, [first]));
  bob.transport.setOffline(false);
  await world.quiet(60_000);
  const post = (channel = place.channel): ReturnType<typeof alice.peer.post> =>
    alice.peer.post({ ...place, channel, text: 'on it goes' });
  const refused = await post();
  if (refused.ok) throw new Error('alice wrote under numbers that are taken');
  expect(refused.message).toContain('Until then you can write in other channels');
  expect(await post(other.id)).toMatchObject({ ok: true });

  expect(refused.message).toContain('leave the community and join again with a new invite');
  expect(await alice.peer.govern({ community: place.community, act: { kind: 'leave' } })).toMatchObject({ ok: true });
  await world.quiet(1_000);
  const invite = await bob.peer.createInvite({ community: place.community });
  if (!invite.ok) throw new Error(invite.message);
  await join(world, alice, { ...place, invite: invite.value });
  await world.quiet(10_000);
  expect(await post()).toMatchObject({ ok: true });
  await world.quiet(1_000);
  expect(await texts(bob)).toContain('on it goes');
});

test('[JR-11] while runs of bob’s wait for what nobody brings, alice’s peer still writes again what it knows of the rest', async () => {
  const kept = alice.journal().map((entry) => entry.slice());
  const operations = kept.flatMap((entry, i) => (entry[0] === 2 ? i : []));
  const firstOfBob = kept.findIndex((entry) => entry[0] === 3) + 1;
  bob.transport.setOffline(true);
  const again = createMemoryJournal(kept, [firstOfBob]);
  alice = await alice.restart(() => again);
  await world.quiet(500);
  const known = await texts(alice);
  expect(known.length).toBeLessThan(said.length);
  for (const position of operations) again.lose(position);
  alice.peer.noteDamage();
  await world.quiet(35_000);
  expect((await again.lost()).length).toBe(operations.length + 1);
  alice = await alice.restart((entries) => createMemoryJournal(entries, [firstOfBob, ...operations]));
  await world.quiet(500);
  expect(await texts(alice)).toEqual(known);
});

test('what is known is written again once, however often there is a look while runs wait', async () => {
  const kept = alice.journal().map((entry) => entry.slice());
  const firstOfBob = kept.findIndex((entry) => entry[0] === 3) + 1;
  bob.transport.setOffline(true);
  let reads = 0;
  const journal = createMemoryJournal(kept, [firstOfBob]);
  const counted = {
    ...journal,
    read: (from: number) => {
      reads += 1;
      return journal.read(from);
    },
  };
  alice = await alice.restart(() => counted);
  await world.quiet(100_000);
  expect(reads).toBe(2);
});

test('alice’s peer is closed while it looks through its journal: nothing more is written to it', async () => {
  let letRead = (): void => undefined;
  let writes = 0;
  const journal = createMemoryJournal(alice.journal());
  const slow = {
    ...journal,
    append: (entries: readonly Uint8Array[]) => {
      writes += 1;
      return journal.append(entries);
    },
    replace: (entries: readonly JournalEntry[]) => {
      writes += 1;
      return journal.replace(entries);
    },
    async *read(from: number) {
      if ((await journal.lost()).length > 0) await new Promise<void>((resolve) => (letRead = resolve));
      yield* journal.read(from);
    },
  };
  bob.transport.setOffline(true);
  alice = await alice.restart(() => slow);
  for (let position = 0; position < (await journal.end()); position += 1) journal.lose(position);
  alice.peer.noteDamage();
  await world.quiet(500);
  const before = writes;
  await alice.peer.dispose();
  letRead();
  alice.peer.noteDamage();
  await world.quiet(100_000);
  expect(writes).toBe(before);
});
