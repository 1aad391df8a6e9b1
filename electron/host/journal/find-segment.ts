import type { Segment } from './segment.ts';

/** The last that begins at the position or before it. */
export const findSegment = (segments: readonly Segment[], position: number): Segment | undefined => {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.first ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
};
