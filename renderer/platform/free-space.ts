/** What is free in a file that keeps pieces of any length: what lies between them, and all that is behind the last. */
import { lowestIndex } from '../../shared/lanes/lowest-index.ts';

export type Extent = { at: number; length: number };

export type FreeSpace = {
  /** The first place that is long enough; it is taken. */
  take: (length: number) => number;
  give: (extent: Extent) => void;
  /** Behind it nothing is taken. */
  end: () => number;
};

/** @param taken pieces that do not overlap, in any order */
export const createFreeSpace = (taken: readonly Extent[]): FreeSpace => {
  /** By place; no two touch. */
  const gaps: Extent[] = [];
  let end = 0;
  for (const { at, length } of taken.toSorted((a, b) => a.at - b.at)) {
    if (at > end) gaps.push({ at: end, length: at - end });
    end = Math.max(end, at + length);
  }
  return {
    end: () => end,
    take: (length) => {
      const found = gaps.findIndex((gap) => gap.length >= length);
      const gap = gaps[found];
      const at = gap?.at ?? end;
      if (gap === undefined) end += length;
      else if (gap.length === length) gaps.splice(found, 1);
      else gaps[found] = { at: at + length, length: gap.length - length };
      return at;
    },
    give: ({ at, length }) => {
      const next = lowestIndex(gaps.length, (i) => (gaps[i]?.at ?? 0) > at);
      const before = gaps[next - 1];
      const after = gaps[next];
      const joinsBefore = before !== undefined && before.at + before.length === at;
      const joinsAfter = after?.at === at + length;
      const start = joinsBefore ? before.at : at;
      const stop = at + length + (joinsAfter ? (after?.length ?? 0) : 0);
      gaps.splice(joinsBefore ? next - 1 : next, Number(joinsBefore) + Number(joinsAfter), {
        at: start,
        length: stop - start,
      });
      if (stop === end) ({ at: end } = gaps.pop() ?? { at: end });
    },
  };
};
