/** A device key that is taken after everything has come. */
import { expect, test } from 'vitest';

import { ownCommunity } from '../testing/own-community.ts';
import { createPeerTown } from '../testing/town-cast.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { createOpenedEpochs } from './opened-epochs.ts';

test('[DV-9] bob takes a new device key when its boxes are there already, and nothing comes after: he opens them', async () => {
  const town = await createPeerTown(12, ['alice', 'bob']);
  const crypto = await loadSodiumCrypto();
  const bob = await ownCommunity(crypto, town.the('bob'), town.community);
  const epoch = bob.keys.newest()?.id;
  if (epoch === undefined) throw new Error('bob has no key');
  let identity = bob.stranger(7);
  const epochs = createOpenedEpochs(crypto, town.community, () => identity, bob.log);
  expect(epochs.get(epoch)).toBeUndefined();
  ({ identity } = bob);
  expect(epochs.get(epoch)?.id).toBe(epoch);
  await town.world.dispose();
});
