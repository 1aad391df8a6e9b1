import { createTokenBucket } from '../../shared/base/token-bucket.ts';

export type Gathered = { ask: () => void; cancel: () => void };

/** How often something is done at once, until nobody has asked for a while. */
const AT_ONCE = { perSecond: 1, burst: 4 };

/** Does something at once; where it is asked for again and again, once for all who ask within a moment. */
export const createGathered = (ms: number, act: () => void): Gathered => {
  const atOnce = createTokenBucket(AT_ONCE, performance.now());
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      if (timer !== undefined) return;
      if (atOnce.take(performance.now(), 1)) return act();
      timer = setTimeout(() => {
        timer = undefined;
        act();
      }, ms);
    },
    cancel: () => clearTimeout(timer),
  };
};
