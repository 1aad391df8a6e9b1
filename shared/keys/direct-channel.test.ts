import { beforeAll, expect, test } from 'vitest';

import { communityId, memberId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { deriveDirectChannel } from './direct-channel.ts';
import { deriveIdentity, type Identity } from './identity.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const kelp = communityId(bytes(1));
const person = (root: number, device = root): Identity =>
  deriveIdentity(crypto, { device: bytes(device), root: bytes(root) }, bytes(1));

test('KY-1: both find the same channel and key, on each of their devices', () => {
  const [alice, tablet, carol] = [person(10), person(10, 11), person(20)];
  const made = deriveDirectChannel(crypto, kelp, alice, carol.member);
  expect(made).toMatchObject({ with: carol.member });
  expect(deriveDirectChannel(crypto, kelp, tablet, carol.member)).toEqual(made);
  expect(deriveDirectChannel(crypto, kelp, carol, alice.member)).toEqual({ ...made, with: alice.member });
});

test('KY-1: with anybody else, and in any other community, it is another one; with oneself there is none', () => {
  const [alice, bob, carol] = [person(10), person(15), person(20)];
  const all = [
    deriveDirectChannel(crypto, kelp, alice, carol.member),
    deriveDirectChannel(crypto, kelp, alice, bob.member),
    deriveDirectChannel(crypto, kelp, bob, carol.member),
    deriveDirectChannel(crypto, communityId(bytes(2)), alice, carol.member),
  ];
  for (const part of ['channel', 'epoch'] as const) expect(new Set(all.map((each) => each?.[part])).size).toBe(4);
  expect(new Set(all.map((each) => String(each?.recordKey))).size).toBe(4);
  expect(deriveDirectChannel(crypto, kelp, alice, alice.member)).toBeUndefined();
});

test('small-order key: nothing is agreed with a key that would make the secret known to everybody', () => {
  const one = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
  const ofOrderEight = Uint8Array.from(
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'.match(/../g) ?? [],
    (pair) => parseInt(pair, 16),
  );
  for (const weak of [new Uint8Array(32), one, ofOrderEight, bytes(255), new Uint8Array(31)])
    expect(crypto.agree(person(10).root.privateKey, weak)).toBeUndefined();
  for (const weak of [new Uint8Array(32), one, ofOrderEight])
    expect(deriveDirectChannel(crypto, kelp, person(10), memberId(weak))).toBeUndefined();
});
