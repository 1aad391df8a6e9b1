/**
 * Ed25519 verifiers disagree about odd signatures, and one that some take and others do not would split a community. Here
 * everybody goes by libsodium's rules (ID-6). WebCrypto stands for the others.
 */
import { createHash, webcrypto } from 'node:crypto';

import { beforeAll, describe, expect, test } from 'vitest';

import { toBase64Url, toHex } from '../base/bytes.ts';
import { type DeviceId, deviceId, type MemberId, memberId } from '../base/ids.ts';
import { createGovernanceLog } from '../governance/governance-log.ts';
import { signOperation } from '../governance/operation.ts';
import type { Crypto } from '../ports/crypto.ts';
import { buildTown } from '../testing/governance-menu.ts';
import { createHostileWorld } from '../testing/hostile-cast.ts';
import { ownCommunity } from '../testing/own-community.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { certifyDevice } from './identity.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const random = createSeededRandom(77);
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const fromLittle = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.toReversed())}`);
const toLittle = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
const sha512 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

const IDENTITY = hex(`01${'00'.repeat(31)}`);
/** Points of order 1, 2, 4 and 8, and second encodings of some. */
const SMALL_ORDER = [
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  toHex(IDENTITY),
  `01${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map(hex);
/** A y of 2^255 - 19 or more: another way to write a small number. */
const NON_CANONICAL = [`f0${'ff'.repeat(30)}7f`, `f3${'ff'.repeat(30)}7f`, 'ff'.repeat(32)].map(hex);

/** Whoever has a key can make a signature whose R is the identity: r = 0, S = h·a. */
const withIdentityR = (seed: Uint8Array, message: Uint8Array): Uint8Array => {
  const { publicKey } = crypto.signingKeys(seed);
  const scalar = sha512(seed).slice(0, 32);
  scalar[0] = (scalar[0] ?? 0) & 248;
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64;
  const h = fromLittle(sha512(IDENTITY, publicKey, message)) % L;
  return Uint8Array.from([...IDENTITY, ...toLittle((h * fromLittle(scalar)) % L)]);
};

const byWebCrypto = async (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Promise<boolean> => {
  try {
    const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
    const key = await webcrypto.subtle.importKey('raw', own(publicKey), 'Ed25519', false, ['verify']);
    return await webcrypto.subtle.verify('Ed25519', key, own(signature), own(message));
  } catch {
    return false; // a key that is none
  }
};

describe('R = identity', () => {
  test('WebCrypto takes such a signature, we do not', async () => {
    const seed = random.bytes(32);
    const message = random.bytes(32);
    const signature = withIdentityR(seed, message);
    const { publicKey } = crypto.signingKeys(seed);
    expect(await byWebCrypto(signature, message, publicKey)).toBe(true);
    expect(crypto.verify(signature, message, publicKey)).toBe(false);
  });

  test('R = identity: mallory’s operation with such a signature is nobody’s, whoever it is sent to', async () => {
    const cast = await createHostileWorld(53);
    const own = await ownCommunity(crypto, cast.mallory, cast.place.community);
    const good = own.signed({ kind: 'SET_PROFILE', name: 'odd' });
    const unsigned = good.bytes.subarray(0, -64);
    // the signing key’s seed is the first half of its private key
    const odd = withIdentityR(own.identity.signing.privateKey.slice(0, 32), signedDigestOf(unsigned));
    const operation = Uint8Array.from([...unsigned, ...odd]);
    const before = [await cast.stateOf(cast.alice), await cast.stateOf(cast.bob)];
    for (const person of [cast.alice, cast.bob])
      await cast.attack(person, [writeLinkMessage({ kind: 'ops', operations: [operation] })]);
    expect([await cast.stateOf(cast.alice), await cast.stateOf(cast.bob)]).toEqual(before);
    for (const person of [cast.alice, cast.bob]) expect(await cast.linksTo(person)).toEqual([]);
    await cast.world.dispose();
  });
});

const signedDigestOf = (unsigned: Uint8Array): Uint8Array =>
  crypto.hash(Uint8Array.from([...new TextEncoder().encode('holdfast/operation-sign/1\0'), ...unsigned]));

test('small-order key: no signature is good under one, also where WebCrypto takes it', async () => {
  const message = random.bytes(32);
  let takenElsewhere = 0;
  for (const key of SMALL_ORDER) {
    for (const r of SMALL_ORDER) {
      const signature = Uint8Array.from([...r, ...new Uint8Array(32)]);
      expect(crypto.verify(signature, message, key)).toBe(false);
      if (await byWebCrypto(signature, message, key)) takenElsewhere += 1;
    }
  }
  expect(takenElsewhere).toBeGreaterThan(0);
});

test('[ID-6] S + L instead of S, and keys or R in a second encoding, are refused', () => {
  const keys = crypto.signingKeys(random.bytes(32));
  const message = random.bytes(32);
  const signature = crypto.sign(message, keys.privateKey);
  const high = toLittle(fromLittle(signature.slice(32)) + L);
  expect(crypto.verify(signature, message, keys.publicKey)).toBe(true);
  expect(crypto.verify(Uint8Array.from([...signature.slice(0, 32), ...high]), message, keys.publicKey)).toBe(false);
  for (const point of NON_CANONICAL) {
    expect(crypto.verify(Uint8Array.from([...point, ...signature.slice(32)]), message, keys.publicKey)).toBe(false);
    expect(crypto.verify(signature, message, point)).toBe(false);
  }
});

test('about ordinary signatures, good and spoilt, all agree', async () => {
  for (let i = 0; i < 300; i += 1) {
    const keys = crypto.signingKeys(random.bytes(32));
    const message = random.bytes(32);
    const signature = crypto.sign(message, keys.privateKey).slice();
    if (i % 3 > 0) {
      const [at = 0, bit = 0] = random.bytes(2);
      signature[at % 64] = (signature[at % 64] ?? 0) ^ (1 << (bit % 8));
    }
    const ours = crypto.verify(signature, message, keys.publicKey);
    expect(ours).toBe(i % 3 === 0);
    expect(await byWebCrypto(signature, message, keys.publicKey)).toBe(ours);
  }
});

/** Alice, who is modified, admits erin with a key that erin’s root has certified. */
const admitted = (change: { device?: DeviceId; sealKey?: Uint8Array; member?: MemberId }): string | undefined => {
  const { cast, alice, erin, open } = buildTown(crypto);
  const community = Uint8Array.from(Buffer.from(cast.community(), 'base64url'));
  const device = change.device ?? erin.device;
  const sealing = { ...erin.identity.sealing, publicKey: change.sealKey ?? erin.identity.sealing.publicKey };
  const signing = { ...erin.identity.signing, publicKey: Uint8Array.from(Buffer.from(device, 'base64url')) };
  const body = cast.prove(
    {
      ...cast.admitBody(erin, open),
      device,
      member: change.member ?? erin.member,
      sealKey: toBase64Url(sealing.publicKey),
      certificate: toBase64Url(certifyDevice(crypto, { ...erin.identity, sealing, signing }, community)),
    },
    open,
  );
  const operation = cast.sign(alice, body);
  const log = createGovernanceLog(crypto, cast.community());
  for (const each of cast.all) log.add(each);
  return log.resolution()?.voids.get(operation.id);
};

test('[GO-7] small-order and non-canonical keys are refused at admission, whoever certified them', () => {
  expect(admitted({})).toBeUndefined();
  for (const key of [...SMALL_ORDER, ...NON_CANONICAL]) {
    expect(admitted({ device: deviceId(key) })).toBe('bad-proof');
    expect(admitted({ member: memberId(key) })).toBe('bad-proof');
  }
  for (const key of [`00`.repeat(32), `01${'00'.repeat(31)}`, ...NON_CANONICAL.map(toHex)])
    expect(admitted({ sealKey: hex(key) })).toBe('bad-proof');
});

test('an operation is signed as the digest above says', () => {
  const { cast, alice } = buildTown(crypto);
  const operation = signOperation(
    crypto,
    {
      community: cast.community(),
      device: alice.device,
      deviceSeq: 9,
      prevOwn: undefined,
      parents: [],
      body: { kind: 'LEAVE' },
    },
    alice.identity.signing.privateKey,
  );
  const { publicKey } = alice.identity.signing;
  const digest = signedDigestOf(operation.bytes.subarray(0, -64));
  expect(crypto.verify(operation.bytes.subarray(-64), digest, publicKey)).toBe(true);
});
