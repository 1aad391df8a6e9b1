import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fromBase32, toBase32 } from './base32.ts';
import { crc32 } from './crc32.ts';

test('any bytes come back, and every letter is one that a QR code holds in 5.5 bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase32(bytes);
      expect(text).toMatch(/^[0-9A-Z]*$/);
      expect(fromBase32(text)).toEqual(bytes);
    }),
  );
});

test('O, I and L are read as the digits they look like; U, and what is left over at the end, as nothing', () => {
  expect(fromBase32('o1iLI0O0')).toEqual(fromBase32('01111000'));
  expect(fromBase32('01U1')).toBeUndefined();
  expect(fromBase32('0')).toBeUndefined();
  expect(fromBase32('01')).toBeUndefined();
  expect(fromBase32('04')).toEqual(Uint8Array.of(1));
});

test('the checksum is the one that everybody calls CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
