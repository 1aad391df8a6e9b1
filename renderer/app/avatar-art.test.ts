import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AVATAR_HUES, avatarArt, initialsOf } from './avatar-art.ts';
import { alice, bob } from './testing/page-cast.ts';

describe('the picture of a member', () => {
  test('is the same everywhere and in every version', () => {
    expect(avatarArt('alice')).toEqual(avatarArt('alice'));
    // Changed numbers mean that everybody's picture changes with the next update.
    expect(avatarArt('alice').hue).toBe(3);
    expect(avatarArt('alice').blades[0]).toBe('M1 42 C-1 30 -1 31 4 21 C9 31 9 30 11 42 Z');
  });

  test('differs between members', () => {
    expect(avatarArt(alice.member)).not.toEqual(avatarArt(bob.member));
    const pictures = Array.from({ length: 500 }, (_, n) => JSON.stringify(avatarArt(`member ${n}`)));
    expect(new Set(pictures).size).toBe(500);
  });

  test('uses every colour about as often as the others', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 2_000; n += 1) {
      const { hue } = avatarArt(`member ${n}`);
      counts.set(hue, (counts.get(hue) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: AVATAR_HUES }, (_, n) => n));
    expect(Math.min(...counts.values())).toBeGreaterThan(120);
  });

  test('is three paths of plain numbers, whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const { hue, blades } = avatarArt(id);
        expect(Number.isInteger(hue) && hue >= 0 && hue < AVATAR_HUES).toBe(true);
        expect(blades).toHaveLength(3);
        for (const blade of blades) expect(blade).toMatch(/^M-?\d+ 42 (C(-?\d+ ){5}-?\d+ )+Z$/);
      }),
      { seed: 1 },
    );
  });
});

describe('the letters of a name', () => {
  test.each([
    ['alice', 'A'],
    ['Alice Liddell', 'AL'],
    ['alice pleasance liddell', 'AL'],
    ['  bob  ', 'B'],
    ['mary-jane', 'MJ'],
    ['mallory_x.y', 'MY'],
    ['élodie', 'É'],
    ['e\u0301lodie', 'E\u0301'],
    ['Иван Петров', 'ИП'],
    ['山田 太郎', '山太'],
    ['नेहा', 'ने'],
    ['محمد علي', 'مع'],
    ['4chan', '4'],
    ['😀 alice', 'A'],
    ['"Bob" (work)', 'BW'],
    ['𝒜da', '𝒜'],
    ['ßen ßon', 'ßß'],
    ['ﬁn', 'ﬁ'],
    ['', '?'],
    ['   ', '?'],
    ['😀🎉', '?'],
    ['--', '?'],
  ])('of "%s" are %s', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });

  test('are one or two, or a question mark, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (name) => {
        expect(initialsOf(name)).toMatch(/^(\?|([\p{L}\p{N}]\p{M}*){1,2})$/u);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
