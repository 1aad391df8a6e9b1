/** P4: what a disk damages in alice's journal comes back from bob. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { found, join, type Place } from '../../shared/testing/device-cast.ts';
import { createSimWorld, type SimJournal, type SimPerson, type SimWorld } from '../../shared/testing/sim-people.ts';
import { openFileJournal } from './file-journal.ts';
import { BODY_AT } from './journal/segment-head.ts';
import { createFakeDisk, type FakeDisk, flip } from './testing/fake-disk.ts';
import { journalOfFile, TEST_KEY } from './testing/journal-worlds.ts';

let disk: FakeDisk;
let close: () => Promise<void>;
let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let place: Place;

/** The journal itself, on a disk that is as quick as the world is. */
const openAlices = async (): Promise<SimJournal> => {
  const file = await openFileJournal(disk.files, TEST_KEY);
  ({ close } = file);
  return { ...journalOfFile(file), entries: () => [] };
};

const restarted = (damage = (): void => undefined): Promise<SimPerson> =>
  alice.restart(async () => {
    await close();
    damage();
    return openAlices();
  });

const flipIn = (part: number) => (): void => {
  const bytes = disk.bytes('00000000.seg') ?? Buffer.alloc(0);
  flip(bytes, BODY_AT * 8 + Math.floor((bytes.length - BODY_AT) * 8 * part));
};

beforeEach(async () => {
  disk = createFakeDisk();
  world = await createSimWorld(55);
  alice = await world.person('alice', await openAlices());
  bob = await world.person('bob');
  place = await found(alice);
  await join(world, bob, place);
});
afterEach(async () => {
  await world.dispose();
  await close();
});

const say = async (person: SimPerson, said: string): Promise<string> => {
  const posted = await person.peer.post({ ...place, text: said });
  await world.quiet(200);
  return posted.ok ? 'said' : posted.message;
};
const texts = (person: SimPerson): Promise<string[]> => person.texts(place.community, place.channel);

test('[JR-11] P4 a bit flips in the middle of alice’s journal: after a start she gets back from bob what is lost, and has it on her disk again', async () => {
  const said: string[] = [];
  for (let i = 0; i < 20; i += 1) {
    said.push(`alice ${i}`, `bob ${i}`);
    expect(await say(alice, `alice ${i}`)).toBe('said');
    expect(await say(bob, `bob ${i}`)).toBe('said');
  }
  for (const part of [0.99, 0.8, 0.7, 0.6, 0.5, 0.4]) {
    bob.transport.setOffline(true);
    await world.quiet(1_000);
    alice = await restarted(flipIn(part));
    await world.quiet(1_000);
    // whatever of it is hers to say more behind is not said under numbers that are taken
    const before = await texts(alice);
    expect(before.every((one) => said.includes(one))).toBe(true);
    bob.transport.setOffline(false);
    await world.quiet(90_000);
    expect([part, await texts(alice)]).toEqual([part, said]);
    bob.transport.setOffline(true);
    alice = await restarted();
    await world.quiet(1_000);
    expect([part, await texts(alice)]).toEqual([part, said]);
    bob.transport.setOffline(false);
    await world.quiet(10_000);
    said.push(`after ${part}`);
    expect(await say(alice, `after ${part}`)).toBe('said');
    await world.quiet(10_000);
    expect([part, await texts(bob)]).toEqual([part, said]);
  }
});

test('[JR-11] what alice said is lost in the middle: until it is back she says nothing more under its numbers, and is told why', async () => {
  for (let i = 0; i < 10; i += 1) await say(alice, `alice ${i}`);
  bob.transport.setOffline(true);
  await world.quiet(1_000);
  alice = await restarted(flipIn(0.75));
  const left = await texts(alice);
  expect(left.length).toBeLessThan(9);
  expect(await say(alice, 'too early')).toContain('It comes back as soon as you meet a member who has it');
  bob.transport.setOffline(false);
  await world.quiet(10_000);
  expect((await texts(alice)).length).toBe(10);
  expect(await say(alice, 'now')).toBe('said');
  await world.quiet(1_000);
  expect(await texts(bob)).toEqual([...Array.from({ length: 10 }, (_, i) => `alice ${i}`), 'now']);
});
