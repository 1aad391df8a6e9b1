import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createByteWriter } from './byte-writer.ts';
import { DamagedIndex } from './damaged-index.ts';
import { decodePage } from './places.ts';
import { unpackPostings } from './postings.ts';
import { seal, unseal } from './sealed-part.ts';
import { createBlockWriter, readBlock } from './term-blocks.ts';

describe('a part of the index on the disk', () => {
  test('is read as it was written, and any flipped bit is noticed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (part, at) => {
        const sealed = seal(part);
        expect(unseal(sealed)).toEqual(part);
        const bit = at % (sealed.length * 8);
        sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => unseal(sealed)).toThrow(DamagedIndex);
      }),
    );
    for (let length = 0; length < 4; length += 1) {
      expect(() => unseal(new Uint8Array(length).fill(1))).toThrow(DamagedIndex);
    }
  });

  test('cut bytes, half a sign and texts that no run has are damage, not anything else', () => {
    const writer = createBlockWriter();
    writer.add({ term: 'größe', count: 1, isBitmap: false, bytes: Uint8Array.of(3) });
    const [block] = writer.take('end');
    const bytes = block?.bytes ?? new Uint8Array(0);
    const read = (part: Uint8Array) => () => readBlock(part, (entry) => void unpackPostings(entry, 2));
    for (let length = 1; length < bytes.length; length += 1) {
      expect(read(bytes.subarray(0, length))).toThrow(DamagedIndex);
    }
    expect(read(bytes)).toThrow(DamagedIndex); // number 3 of 2
    const broken = bytes.map((byte) => (byte === 0xc3 ? 0xff : byte));
    expect(read(broken)).toThrow(DamagedIndex);
    const page = createByteWriter();
    for (const number of [0, 5]) page.number(number);
    expect(() => decodePage(page.take(), ['tide/one'])).toThrow(DamagedIndex);
  });
});
