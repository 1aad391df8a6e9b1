/** The lowest index for which it is true; once true it stays so. `length` if it never is. */
export const lowestIndex = (length: number, isTrue: (index: number) => boolean): number => {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
