/** What a newer version says is kept and passed on by those who do not know it yet, and has no effect (GO-8, LN-6, SY-1, JR-6). */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { toHex } from '../base/bytes.ts';
import { readEnvelope } from '../lanes/record.ts';
import { writeOps } from '../lanes/ops.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';
import { ownCommunity } from '../testing/own-community.ts';
import type { SimPerson } from '../testing/sim-people.ts';
import { readJournalEntry } from './journal-entry.ts';
import { writeRecord } from './write-record.ts';

let cast: HostileWorld;
beforeEach(async () => {
  cast = await createHostileWorld(61);
});
afterEach(() => cast.world.dispose());

/** Alice hears it from mallory, who is of a newer version; bob only from alice. */
const sayToAliceAlone = async (frame: Uint8Array): Promise<void> => {
  cast.world.network.cut('bob', 'mallory', 'is lost');
  await cast.world.network.deliver();
  await cast.attack(cast.alice, [frame]);
  await cast.world.quiet();
};

const texts = (person: SimPerson): Promise<string[]> => person.texts(cast.place.community, cast.place.channel);
const holds = (person: SimPerson, bytes: Uint8Array): boolean =>
  person.journal().some((entry) => toHex(entry).includes(toHex(bytes)));

test('[GO-8] an operation of an unknown kind is kept, passed on, named by what follows, and nothing changes', async () => {
  const { alice, bob, world, crypto, mallory, place, post } = cast;
  const own = await ownCommunity(crypto, mallory, place.community);
  const before = [await cast.stateOf(alice), await cast.stateOf(bob)];
  const operation = own.signed({ kind: 'HUG', whom: 'everybody' } as never);
  await sayToAliceAlone(writeLinkMessage({ kind: 'ops', operations: [operation.bytes] }));
  expect([await cast.stateOf(alice), await cast.stateOf(bob)]).toEqual(before);
  expect([holds(alice, operation.bytes), holds(bob, operation.bytes)]).toEqual([true, true]);
  await post(alice, 'after the hug');
  await world.quiet();
  expect(await texts(bob)).toContain('after the hug');
  const again = await bob.restart();
  await world.quiet();
  expect(holds(again, operation.bytes)).toBe(true);
  expect(await texts(again)).toContain('after the hug');
});

test('[LN-6] an op of an unknown kind is kept and passed on with its record, and shows nothing', async () => {
  const { alice, bob, world, crypto, mallory, place } = cast;
  const own = await ownCommunity(crypto, mallory, place.community);
  const epoch = own.keys.sealing(place.channel);
  const run = cast.runOf('mallory');
  if (epoch === undefined) throw new Error('mallory has the key');
  const lane = own.lane(place.channel, own.identity.device);
  expect(lane.accept(run).ok).toBe(true);
  lane.markDurable(1);
  const plaintext = writeOps([{ kind: 'wave', at: 'everybody' } as never, { kind: 'post', text: 'and a word' }]);
  const made = { channel: place.channel, plaintext, now: world.clock.now(), nonce: new Uint8Array(24).fill(1), epoch };
  const { place: where, fresh } = writeRecord(crypto, own, made);
  expect(readEnvelope(run.envelopes[0] ?? plaintext, undefined)?.seq).toBe(0);
  await sayToAliceAlone(cast.lane({ place: where, from: 1, envelopes: [fresh.bytes], bodies: [fresh.body] }));
  for (const person of [alice, bob]) {
    expect(holds(person, fresh.bytes)).toBe(true);
    expect((await texts(person)).at(-1)).toBe('and a word');
  }
});

test('[SY-1] a message of an unknown type is passed over, and the link stays', async () => {
  const { alice, bob } = cast;
  const before = [await cast.stateOf(alice), await cast.stateOf(bob)];
  await cast.attack(alice, [Uint8Array.of(99, 1, 2, 3), Uint8Array.of(255)]);
  expect(await cast.linksTo(alice)).toHaveLength(1);
  expect([await cast.stateOf(alice), await cast.stateOf(bob)]).toEqual(before);
});

test('[JR-6] a journal entry of an unknown kind is left alone over restarts, and what is around it is read', async () => {
  const { alice, world, post } = cast;
  const strange = Uint8Array.of(77, 1, 2, 3);
  expect(readJournalEntry(strange)).toBeUndefined();
  // a newer version has written it, and then an older one was started again
  (alice.journal() as Uint8Array[]).push(strange);
  const once = await alice.restart();
  await world.quiet();
  await post(once, 'by the older version');
  await world.quiet();
  const twice = await once.restart();
  await world.quiet();
  expect(holds(twice, strange)).toBe(true);
  expect(await texts(twice)).toEqual(['from alice', 'from bob', 'from mallory', 'by the older version']);
});
