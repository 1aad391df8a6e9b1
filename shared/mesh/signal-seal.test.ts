import { webcrypto } from 'node:crypto';

import { beforeAll, expect, test } from 'vitest';

import { createSeededRandom } from '../testing/seeded-random.ts';
import { createSignalKeys, openSignal, sealSignal } from './signal-seal.ts';
import type { Subtle } from './webrtc-types.ts';

const subtle = webcrypto.subtle as unknown as Subtle;
const random = createSeededRandom(8);
const keyOf = (fill: number): Promise<unknown> =>
  webcrypto.subtle.importKey('raw', new Uint8Array(32).fill(fill), 'AES-GCM', false, ['encrypt', 'decrypt']);
const MESSAGE = { type: 'announce', from: 'alice' };

let key: unknown;
let sealed: Uint8Array;
beforeAll(async () => {
  key = await keyOf(1);
  sealed = await sealSignal(subtle, random, key, MESSAGE);
});

test('what is sealed with the room’s key opens with it, and shows nothing meanwhile', async () => {
  expect(await openSignal(subtle, key, sealed)).toEqual(MESSAGE);
  expect(new TextDecoder('latin1').decode(sealed)).not.toMatch(/announce|alice/);
  expect(await sealSignal(subtle, random, key, MESSAGE)).not.toEqual(sealed);
});

test('another room’s key opens nothing', async () => {
  expect(await openSignal(subtle, await keyOf(2), sealed)).toBeUndefined();
});

test('every truncation and every flipped bit opens to nothing, and none throws', async () => {
  for (let length = 0; length < sealed.length; length += 1)
    expect(await openSignal(subtle, key, sealed.slice(0, length))).toBeUndefined();
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = sealed.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(await openSignal(subtle, key, changed)).toBeUndefined();
  }
});

test('garbage, and lengths that promise more than there is, open to nothing', async () => {
  const huge = Uint8Array.of(7, ...new TextEncoder().encode('AES-GCM'), 255, 255, 255, 255, 15, 1, 2, 3);
  for (const bytes of [new Uint8Array(0), huge, ...Array.from({ length: 300 }, (_, i) => random.bytes(i))])
    expect(await openSignal(subtle, key, bytes)).toBeUndefined();
});

test('what a member seals that is not one of our values opens to nothing rather than throwing', async () => {
  const iv = random.bytes(12);
  for (const plain of [new Uint8Array(0), Uint8Array.of(118, 5), Uint8Array.of(119, 200, 1), Uint8Array.of(0, 0)]) {
    const cipher = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
    const frame = Uint8Array.of(7, ...new TextEncoder().encode('AES-GCM'), 12, ...iv, cipher.length, ...cipher);
    await expect(openSignal(subtle, key, frame)).resolves.not.toMatchObject({ type: expect.anything() as unknown });
  }
});

test('a key that is expected is derived once, and is that of its room alone', async () => {
  const derived: string[] = [];
  const counting = {
    ...subtle,
    importKey: (...given: Parameters<Subtle['importKey']>) => subtle.importKey(...given),
    deriveKey: (...given: Parameters<Subtle['deriveKey']>) => {
      derived.push(new TextDecoder().decode(given[0].salt));
      return subtle.deriveKey(...given);
    },
    encrypt: (...given: Parameters<Subtle['encrypt']>) => subtle.encrypt(...given),
    decrypt: (...given: Parameters<Subtle['decrypt']>) => subtle.decrypt(...given),
  };
  const keys = createSignalKeys(counting);
  const [kelp, crabs] = ['kelp', 'crabs'].map((topic) => ({ topic, password: 'secret' })) as [
    { topic: string; password: string },
    { topic: string; password: string },
  ];
  keys.expect(kelp);
  keys.expect(kelp);
  const own = await sealSignal(counting, random, await keys.take(kelp), MESSAGE);
  expect(await openSignal(counting, await keys.take(crabs), own)).toBeUndefined();
  expect(await openSignal(counting, await keys.take({ ...kelp, password: 'other' }), own)).toBeUndefined();
  expect(await openSignal(counting, await createSignalKeys(counting).take(kelp), own)).toEqual(MESSAGE);
  expect(derived).toEqual(['kelp', 'crabs', 'kelp', 'kelp']);
});
