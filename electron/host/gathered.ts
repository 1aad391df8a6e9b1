export type Gathered = { ask: () => void; cancel: () => void };

/** Does something once for all who ask for it within a moment. */
export const createGathered = (ms: number, act: () => void): Gathered => {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, ms);
    },
    cancel: () => clearTimeout(timer),
  };
};
