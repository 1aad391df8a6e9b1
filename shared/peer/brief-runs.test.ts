/** Runs in brief between real peers: live records go so, and a name that means nothing somewhere stops nobody. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { BRIEF_RUN_TYPE } from '../sync/brief-run.ts';
import { found, join, type Place, say } from '../testing/device-cast.ts';
import { isRunFrame } from '../testing/run-frames.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let bob: SimPerson;
let place: Place;
/** Types of frames with records that bob was sent. */
let came: (number | undefined)[] = [];
let changed: (frame: Uint8Array) => Uint8Array = (frame) => frame;
beforeEach(async () => {
  world = await createSimWorld(73);
  [came, changed] = [[], (frame) => frame];
  [alice, bob] = [await world.person('alice'), await world.person('bob')];
  place = await found(alice);
  await join(world, bob, place);
  await world.quiet();
  world.network.intercept((frame, _from, to) => {
    if (to !== 'bob' || !isRunFrame(frame)) return frame;
    came.push(frame[0]);
    return frame[0] === BRIEF_RUN_TYPE ? changed(frame) : frame;
  });
});
afterEach(() => world.dispose());

const texts = (): Promise<string[]> => bob.texts(place.community, place.channel);

test('[SY-7] the first record of a lane comes whole, what follows in brief', async () => {
  for (const text of ['one', 'two', 'three']) {
    await say(alice, place, text);
    await world.quiet();
  }
  expect(await texts()).toEqual(['one', 'two', 'three']);
  expect(came).toEqual([21, BRIEF_RUN_TYPE, BRIEF_RUN_TYPE]);
});

/** Of the channel, or of the device: channel 8 · segment, of 2 bytes · device 8. */
test.each([1, 11])(
  '[SY-7] a name, at %i, that means nothing to bob: no link goes, and he has it when he asks',
  async (at) => {
    await say(alice, place, 'one');
    await world.quiet();
    changed = (frame) => frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const links = (await bob.peer.status()).links.map(({ id }) => id);
    await say(alice, place, 'two');
    await world.quiet(10_000);
    await say(alice, place, 'three');
    await world.quiet();
    expect(await texts()).toEqual(['one', 'two', 'three']);
    expect((await bob.peer.status()).links.map(({ id }) => id)).toEqual(links);
    // in brief in vain, then whole, and from then on
    expect(came).toEqual([21, BRIEF_RUN_TYPE, 21, 21]);
  },
);
