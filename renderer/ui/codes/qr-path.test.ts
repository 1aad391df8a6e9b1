import decodeQR from 'qr/decode.js';
import { beforeAll, expect, test } from 'vitest';

import { communityId } from '../../../shared/base/ids.ts';
import { writeAnswer, writeInviteOffer, writeOffer } from '../../../shared/keys/link-code.ts';
import { loadSodiumCrypto } from '../../../shared/keys/sodium-crypto.ts';
import type { Crypto } from '../../../shared/ports/crypto.ts';
import { createSeededRandom } from '../../../shared/testing/seeded-random.ts';
import { qrPath } from './qr-path.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

/** As a camera sees it: four dots a module, in four bytes a dot. */
const photograph = ({ path, size }: { path: string; size: number }) => {
  const scale = 4;
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      const from = (Number(y) * scale + dy) * width + Number(x) * scale;
      for (let i = from * 4; i < (from + Number(run) * scale) * 4; i += 1) data[i] = i % 4 === 3 ? 255 : 0;
    }
  }
  return { width, height: width, data };
};

/** @param length of what a side has to say */
const codesOf = (length: number, name: string): string[] => {
  const ports = { crypto, random: createSeededRandom(length) };
  const key = new Uint8Array(32).fill(1);
  const bytes = ports.random.bytes(length);
  const hints = { name, inviter: name, history: 'full' as const };
  const invite = { community: communityId(ports.random.bytes(32)), seed: ports.random.bytes(16), ...hints };
  const offer = writeOffer(ports, key, bytes);
  return [writeInviteOffer(invite, bytes).code, offer.code, writeAnswer(ports, key, offer.bytes, bytes)];
};

/** The longest name and password of ICE, and ten IPv6 addresses. */
const LARGEST_SIDE = 1 + 32 + 1 + 64 + 32 + 1 + 10 * 19;
/** What Chromium says on a machine with one IPv4 and one IPv6 address. */
const USUAL_SIDE = 115;

test('[CD-1] every code fits a QR code of version 25 with 15 % to spare, and is read from its picture', () => {
  // of all that a name may hold these take the most bytes
  const largest = codesOf(LARGEST_SIDE, '\u6d77'.repeat(64));
  const usual = codesOf(USUAL_SIDE, 'Harbour watch');
  for (const code of [...largest, ...usual]) {
    const drawn = qrPath(code);
    expect(drawn.version).toBeLessThanOrEqual(25);
    expect(decodeQR(photograph(drawn))).toBe(code);
  }
  expect(largest.map((code) => qrPath(code).version)).toEqual([23, 15, 15]);
  expect(usual.map((code) => qrPath(code).version)).toEqual([11, 9, 9]);
});
