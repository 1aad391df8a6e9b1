/** SY-11: what somebody who is out is told, to see for themselves. */
import { beforeAll, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { quickSignatures } from '../testing/governance-cast.ts';
import { buildTown } from '../testing/governance-menu.ts';
import { createGovernanceLog } from './governance-log.ts';
import { removalOf, removalsOf, removalsOfMember } from './removal-of.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = quickSignatures(await loadSodiumCrypto());
});

test('[SY-11] mallory left while alice kicked her: both are said, for she may know of one only', () => {
  const { cast, alice, mallory, bob } = buildTown(crypto);
  const kick = cast.sign(alice, {
    kind: 'KICK',
    member: mallory.member,
    devices: [{ device: mallory.device, lanes: [] }],
  });
  const leave = cast.sign(mallory, { kind: 'LEAVE' });
  const log = createGovernanceLog(cast.crypto, cast.community());
  for (const operation of cast.all) log.add(operation);
  const ids = removalsOf(log, mallory.device).map(({ id }) => id);
  expect(ids.sort()).toEqual([kick.id, leave.id].sort());
  expect(removalsOfMember(log, mallory.member)).toHaveLength(2);
  expect(removalOf(log, mallory.device)).toBeDefined();
  expect(removalsOf(log, bob.device)).toEqual([]);
  expect(removalsOfMember(log, bob.member)).toEqual([]);
});
