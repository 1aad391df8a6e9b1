/** Lets so much pass at once, and so much a second after that. */
export type TokenBucket = {
  /** How much may pass now. @param at milliseconds; a clock that goes back gives nothing and takes nothing */
  level: (at: number) => number;
  /** @returns whether so much may pass now; if not, nothing is taken */
  take: (at: number, amount: number) => boolean;
};

export type Rate = { perSecond: number; burst: number };

export const createTokenBucket = ({ perSecond, burst }: Rate, start: number): TokenBucket => {
  let left = burst;
  let filledAt = start;
  const level = (at: number): number => {
    left = Math.min(burst, left + (Math.max(0, at - filledAt) / 1_000) * perSecond);
    filledAt = at;
    return left;
  };
  return {
    level,
    take: (at, amount) => {
      if (level(at) < amount) return false;
      left -= amount;
      return true;
    },
  };
};
