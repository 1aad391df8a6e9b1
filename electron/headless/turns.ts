/** When a request may start. A script that is piped in, line after line, means its lines in that order. */
export type Turns = {
  /** Starts when everything before it is done; what comes later waits for it. */
  alone: (work: () => Promise<void>) => Promise<void>;
  /** Starts beside its likes: many posts share one fsync. Their own order is kept by the core. */
  together: (work: () => Promise<void>) => Promise<void>;
  /** Starts when everything before it is done; nothing waits for it. */
  aside: (work: () => Promise<void>) => Promise<void>;
};

/** @returns turns for work that never rejects */
export const createTurns = (): Turns => {
  let lastAlone: Promise<void> = Promise.resolve();
  let everything: Promise<void> = Promise.resolve();
  return {
    alone: (work) => {
      lastAlone = everything.then(work);
      everything = lastAlone;
      return lastAlone;
    },
    together: (work) => {
      const before = everything;
      const done = lastAlone.then(work);
      everything = done.then(() => before);
      return done;
    },
    aside: (work) => everything.then(work),
  };
};
