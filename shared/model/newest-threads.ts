import type { ThreadView } from './views.ts';

/** The one that was written in last comes first. */
export const newestThreads = (threads: readonly ThreadView[]): ThreadView[] =>
  threads.toSorted((a, b) => (a.newest.sortKey < b.newest.sortKey ? 1 : -1));
