/**
 * Many rows that come at once are drawn a few at a time, those next to the reader first, so that no frame has to wait for
 * all of them.
 */

/** As many rows that were not there before are drawn at once; measured to be a third of what a frame may take. */
export const SLICE = 15;
/** Where there is nothing yet: about as many as fill a window. */
export const FIRST_SLICE = 20;

/**
 * @param drawn keys of what is there
 * @param focus index of the row next to the reader
 * @returns the same list if that is all of it
 */
export const nextSlice = <Row extends { key: string }>(
  rows: readonly Row[],
  drawn: ReadonlySet<string>,
  focus: number,
): readonly Row[] => {
  const fresh = rows.flatMap(({ key }, at) => (drawn.has(key) ? [] : [at]));
  const most = fresh.length === rows.length ? FIRST_SLICE : SLICE;
  if (fresh.length <= most) return rows;
  const nearest = fresh.toSorted((a, b) => Math.abs(a - focus) - Math.abs(b - focus));
  const left = new Set(nearest.slice(most));
  return rows.filter((_, at) => !left.has(at));
};
