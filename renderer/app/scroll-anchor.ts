/**
 * Where the timeline must stand after its rows changed. Pure; the view measures and obeys. The anchor is a message and
 * its distance from the top of the viewport, so that nothing loaded above or below moves what is being read.
 */
export type Anchor = { key: string; sortKey: string; offset: number };

export type MeasuredRow = { key: string; sortKey: string; top: number; bottom: number };

export type ScrollDecision = { kind: 'bottom' } | { kind: 'keep' } | { kind: 'to'; scrollTop: number };

/** Pixels from the end within which the reader counts as being at the bottom. */
const BOTTOM_SLACK = 24;

export const isAtBottom = (view: { scrollTop: number; clientHeight: number; scrollHeight: number }): boolean =>
  view.scrollHeight - view.clientHeight - view.scrollTop <= BOTTOM_SLACK;

/** The first row whose end can be seen; never the very first of several, which loses its head when those before it come. */
export const anchorAt = (scrollTop: number, rows: readonly MeasuredRow[]): Anchor | undefined => {
  const row = (rows.length > 1 ? rows.slice(1) : rows).find((candidate) => candidate.bottom > scrollTop);
  return row === undefined ? undefined : { key: row.key, sortKey: row.sortKey, offset: row.top - scrollTop };
};

/**
 * @param follows the reader was at the bottom, and the bottom is the newest message
 * @param anchor what the reader was looking at before the change
 */
export const decideScroll = (
  follows: boolean,
  anchor: Anchor | undefined,
  rows: readonly MeasuredRow[],
): ScrollDecision => {
  if (follows) return { kind: 'bottom' };
  if (anchor === undefined) return { kind: 'keep' };
  // A message that went away hands over to the one that now stands in its place.
  const row = rows.find(({ key }) => key === anchor.key) ?? rows.find(({ sortKey }) => sortKey >= anchor.sortKey);
  return row === undefined ? { kind: 'bottom' } : { kind: 'to', scrollTop: Math.max(0, row.top - anchor.offset) };
};
