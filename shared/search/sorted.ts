/** @returns the place of the last one that is not after `key`; -1 if all are */
export const lastNotAfter = (sorted: readonly string[], key: string): number => lastThat(sorted, (one) => one <= key);

/** @returns the place of the last one before `key`; -1 if none is */
export const lastBefore = (sorted: readonly string[], key: string): number => lastThat(sorted, (one) => one < key);

/** @param isLow true of some at the beginning, and of none after those */
const lastThat = (sorted: readonly string[], isLow: (one: string) => boolean): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isLow(sorted[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
