/** Categories of channels, and slow mode. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';
import { orThrow } from '../testing/town-cast.ts';
import { waitInWords } from './slow-mode.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let place: Awaited<ReturnType<typeof found>>;
const found = async () => orThrow(await alice.peer.createCommunity({ name: 'Kelp', memberName: 'alice' }));

beforeEach(async () => {
  world = await createSimWorld(71);
  alice = await world.person('alice');
  bob = await world.person('bob');
  place = await found();
  const joined = bob.peer.join({ invite: place.invite, memberName: 'bob' });
  await world.quiet();
  orThrow(await joined);
});
afterEach(() => world.dispose());

const update = async (who: SimPerson, change: { category?: string; slowMode?: number }) => {
  const { community, channel } = place;
  const done = await who.peer.govern({ community, act: { kind: 'update-channel', channel, ...change } });
  await world.quiet();
  return done;
};
const seenBy = async (who: SimPerson) => (await who.queries.channels(place.community))[0];
const post = (who: SimPerson, text: string) => who.peer.post({ ...place, text });

test('a category is seen by everybody, and an empty one takes it away', async () => {
  orThrow(await update(alice, { category: 'Town' }));
  expect((await seenBy(bob))?.category).toBe('Town');
  expect(await update(bob, { category: 'Mine' })).toMatchObject({ ok: false, error: 'not-allowed' });
  expect(await update(alice, { category: ' no space around ' })).toMatchObject({ ok: false, error: 'bad-input' });
  orThrow(await update(alice, { category: '' }));
  expect(await seenBy(bob)).not.toHaveProperty('category');
});

test('in slow mode a member waits between two messages, also after a restart; who moderates does not', async () => {
  orThrow(await update(alice, { slowMode: 30 }));
  expect((await seenBy(bob))?.slowMode).toBe(30);
  orThrow(await post(bob, 'one'));
  expect(await post(bob, 'two')).toMatchObject({
    ok: false,
    error: 'slow-mode',
    message: expect.stringContaining('30 seconds'),
  });
  orThrow(await post(alice, 'one'));
  orThrow(await post(alice, 'two'));
  bob = await bob.restart();
  await world.clock.advance(15_000);
  expect(await post(bob, 'two')).toMatchObject({ error: 'slow-mode' });
  await world.clock.advance(15_000);
  orThrow(await post(bob, 'two'));
  orThrow(await update(alice, { slowMode: 0 }));
  orThrow(await post(bob, 'three'));
});

test('of two messages said at once in slow mode one is, and a clock that is set back keeps nobody out', async () => {
  orThrow(await update(alice, { slowMode: 30 }));
  const both = await Promise.all([post(bob, 'one'), post(bob, 'two')]);
  expect(both.map(({ ok }) => ok)).toEqual([true, false]);
  await world.clock.advance(30_000);
  bob.setSkew(10_800_000);
  orThrow(await post(bob, 'three'));
  bob.setSkew(0);
  orThrow(await post(bob, 'four'));
});

test('how long it takes is said in words', () => {
  expect([1, 1_000, 1_001, 59_000, 59_001, 61_000, 3_600_000].map(waitInWords)).toEqual([
    '1 second',
    '1 second',
    '2 seconds',
    '59 seconds',
    '1 minute',
    '2 minutes',
    '60 minutes',
  ]);
});
