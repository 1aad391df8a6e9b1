/** Lets so much pass at once, and so much a second after that. */
export type TokenBucket = {
  /** @returns whether so much may pass now; if not, nothing is taken */
  take: (amount: number) => boolean;
};

/** @param now milliseconds of a clock that never goes back */
export const createTokenBucket = (perSecond: number, atOnce: number, now: () => number): TokenBucket => {
  let left = atOnce;
  let at = now();
  return {
    take: (amount) => {
      const time = now();
      left = Math.min(atOnce, left + ((time - at) / 1_000) * perSecond);
      at = time;
      if (left < amount) return false;
      left -= amount;
      return true;
    },
  };
};
