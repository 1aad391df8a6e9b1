import { afterEach, beforeEach, expect, test } from 'vitest';

import { found, join, say } from '../testing/device-cast.ts';
import { createSimWorld, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
beforeEach(async () => {
  world = await createSimWorld(43);
});
afterEach(() => world.dispose());

const MORE_THAN_ROOMS = 12;

test('[SY-12] carol slept through twelve new keys: the others are still where she knows them to be', async () => {
  const [alice, bob, carol] = [await world.person('alice'), await world.person('bob'), await world.person('carol')];
  const kelp = await found(alice);
  await join(world, bob, kelp);
  await join(world, carol, kelp);
  carol.transport.setOffline(true);
  for (let i = 0; i < MORE_THAN_ROOMS; i += 1)
    expect(await alice.peer.govern({ community: kelp.community, act: { kind: 'rotate' } })).toMatchObject({ ok: true });
  await say(bob, kelp, 'good morning');
  await world.quiet();
  expect(world.network.roomsOf('bob').length).toBeLessThan(MORE_THAN_ROOMS);
  carol.transport.setOffline(false);
  await world.quiet(60_000);
  expect(await carol.texts(kelp.community, kelp.channel)).toEqual(['good morning']);
});
