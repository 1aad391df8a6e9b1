/** A member who says more than anybody can use: it costs the victim neither memory nor its other links. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { INBOUND_LIMITS } from '../sync/inbound-budget.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';

const LANE_WANT = 20;
const UNKNOWN_TYPE = 200;

let cast: HostileWorld;
beforeEach(async () => {
  cast = await createHostileWorld(31);
});
afterEach(() => cast.world.dispose());

const expectTheyChat = async (): Promise<void> => {
  const { world, alice, bob, post, place } = cast;
  await post(bob, 'bob goes on');
  await world.quiet();
  expect(await alice.texts(place.community, place.channel)).toContain('bob goes on');
};

test('unbounded buffering: who says 40 MiB of what nobody understands loses the link, and others go on', async () => {
  const { world, alice, mallory } = cast;
  const [link] = await cast.linksTo(alice);
  if (link === undefined) throw new Error('mallory is linked to alice');
  const frame = new Uint8Array(65_536).fill(UNKNOWN_TYPE);
  for (let sent = 0; sent <= INBOUND_LIMITS.otherBytes.burst; sent += frame.length) mallory.transport.send(link, frame);
  await world.network.deliver();
  expect(await cast.linksTo(alice)).toEqual([]);
  await world.quiet();
  await expectTheyChat();
});

test('[SY-9] of a burst of 5,000 records what is too many at once is asked for, and none is lost', async () => {
  const { world, alice, bob, mallory, place, post } = cast;
  let asked = 0;
  world.network.intercept((frame, from, to) => {
    if (frame[0] === LANE_WANT && from === 'alice' && to === 'mallory') asked += 1;
    return frame;
  });
  await Promise.all(Array.from({ length: 5_000 }, (_, i) => post(mallory, `${i}`)));
  await world.quiet(30_000);
  expect(asked).toBeGreaterThan(0);
  for (const person of [alice, bob]) {
    expect(await person.queries.messageCount(place.community, place.channel)).toBe(5_003);
  }
  await expectTheyChat();
});
