import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { communityId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { comparisonNumber } from './comparison-number.ts';
import { deriveDeviceCodeKeys, formatDeviceCode, parseDeviceCode } from './device-code.ts';
import { deriveInviteKeys } from './invite.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const seed = Uint8Array.from({ length: 16 }, (_, i) => i * 11);

test('DV-2: a code says what it was made from, also in brackets; behind a web address it says nothing', () => {
  const code = formatDeviceCode(crypto, seed);
  expect(parseDeviceCode(crypto, `  <${code}>\n`)).toEqual(seed);
  expect(parseDeviceCode(crypto, code.replace('holdfast://device', 'https://example.org/device'))).toBeUndefined();
  expect(parseDeviceCode(crypto, code.slice(0, -1))).toBeUndefined();
  expect(parseDeviceCode(crypto, code + 'A'.repeat(5_000))).toBeUndefined();
});

test('DV-2: a changed character anywhere is found', () => {
  const code = formatDeviceCode(crypto, seed);
  fc.assert(
    fc.property(
      fc.integer({ min: 18, max: code.length - 1 }),
      fc.constantFrom(...'ABCXYZabc019-_'.split('')),
      (at, letter) => {
        fc.pre(code[at] !== letter);
        expect(parseDeviceCode(crypto, code.slice(0, at) + letter + code.slice(at + 1))).toBeUndefined();
      },
    ),
  );
});

test('an invite and a code of one seed have nothing in common', () => {
  const code = deriveDeviceCodeKeys(crypto, seed);
  const invite = deriveInviteKeys(crypto, communityId(new Uint8Array(32)), seed);
  expect(code.room.topic).not.toBe(invite.room.topic);
  expect(code.room.password).not.toBe(invite.room.password);
  expect(code.linkKey).not.toEqual(invite.linkKey);
});

test('DV-4: the number changes with every part of what both have seen', () => {
  const part = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
  const seen = {
    code: part(1),
    asking: { device: part(2), nonce: part(3), sealKey: part(4) },
    asked: { device: part(5), nonce: part(6) },
  };
  const changed = [
    { ...seen, code: part(9) },
    { ...seen, asking: { ...seen.asking, device: part(9) } },
    { ...seen, asking: { ...seen.asking, nonce: part(9) } },
    { ...seen, asking: { ...seen.asking, sealKey: part(9) } },
    { ...seen, asked: { ...seen.asked, device: part(9) } },
    { ...seen, asked: { ...seen.asked, nonce: part(9) } },
  ];
  const numbers = [seen, ...changed].map((each) => comparisonNumber(crypto, each));
  expect(new Set(numbers).size).toBe(7);
  for (const number of numbers) expect(number).toMatch(/^\d{3} \d{3}$/);
});
