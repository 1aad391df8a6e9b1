import type { Random } from '../ports/random.ts';

/** xorshift128: the same seed gives the same bytes. For tests only. */
export const createSeededRandom = (seed: number): Random => {
  let [x, y, z, w] = [seed | 0 || 1, 362436069, 521288629, 88675123];
  const next = (): number => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w & 0xff;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
};
