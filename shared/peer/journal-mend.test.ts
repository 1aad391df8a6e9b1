/** P4: whatever one entry of the journal a disk takes, the peer comes up, and has everything again as soon as it can. */
import { afterEach, beforeEach, expect, test } from 'vitest';

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
