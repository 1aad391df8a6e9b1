import { createSeededRandom } from '../seeded-random.ts';

/** Chance for plans: the same seed rolls the same. */
export type Dice = {
  /** A whole number from 0 to `count` − 1. */
  below: (count: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(list: readonly [T, ...T[]]) => T;
  bytes: (length: number) => Uint8Array;
};

export const createDice = (seed: number): Dice => {
  const random = createSeededRandom(Math.imul(seed + 1, 0x9e3779b1));
  random.bytes(64); // the first bytes of neighbouring seeds are alike
  const below = (count: number): number => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return ((a << 16) | (b << 8) | c) % Math.max(1, count);
  };
  return {
    below,
    chance: (probability) => below(10_000) < probability * 10_000,
    pick: (list) => list[below(list.length)] ?? list[0],
    bytes: random.bytes,
  };
};
