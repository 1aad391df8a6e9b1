import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';

import { createWriter } from './writer.ts';

test('a number is written as lib0 and Yjs write it', () => {
  const numbers = [
    0,
    1,
    127,
    128,
    255,
    16_383,
    16_384,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32,
    2 ** 49,
    Number.MAX_SAFE_INTEGER,
  ];
  for (const number of numbers) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, number);
    expect(createWriter().varuint(number).done()).toEqual(encoding.toUint8Array(encoder));
  }
});

test('what is written is nobody else’s to overwrite, whoever writes next, and however often it is asked for', () => {
  const writer = createWriter().raw(Uint8Array.of(1, 2, 3));
  const first = writer.done();
  const again = writer.done();
  createWriter().raw(new Uint8Array(4_000).fill(9)).done();
  createWriter().u8(8);
  expect([first, again, writer.u8(4).done(), writer.done()].map((bytes) => [...bytes])).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ]);
});

test('more than a buffer holds is written whole, also by two at once', () => {
  const [one, other] = [createWriter(), createWriter()];
  const parts = Array.from({ length: 300 }, (_, i) => new Uint8Array(i).fill(i % 256));
  for (const part of parts) {
    one.bytes(part);
    other.raw(part);
  }
  expect(other.done()).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
  expect(one.length()).toBe(one.done().length);
});
