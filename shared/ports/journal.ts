/**
 * The append-only log that is the truth about everything stored. One writer a profile.
 * A position is the number of entries before it; the first entry is at position 0.
 */
/** `isLost`: what stood here is damaged; then there are no bytes. */
export type JournalEntry = { bytes: Uint8Array; position: number; isLost?: true };
/** Positions from `first` on. */
export type LostEntries = { first: number; count: number };

export type Journal = {
  /**
   * Adds entries in order and resolves when they are on the disk (after fsync).
   * While the host is gone the promise waits; it never resolves for entries that were not kept, and an entry is never
   * kept twice.
   * @returns the position after the last entry
   */
  append: (entries: readonly Uint8Array[]) => Promise<number>;
  /**
   * Puts other bytes in the place of entries that are there, lost ones too, and resolves when the old ones are off the disk.
   * A crash leaves the old or the new of each of them. No position changes. For what has to be forgotten; slow, so in few
   * calls.
   */
  replace: (entries: readonly JournalEntry[]) => Promise<void>;
  /** The position after the last entry. */
  end: () => Promise<number>;
  /** All entries from a position on, in order, in batches of at most about 1 MiB. */
  read: (from: number) => AsyncIterable<readonly JournalEntry[]>;
  /** What is known to be damaged, in order. More may be found by reading, or by the host when it looks at everything. */
  lost: () => Promise<readonly LostEntries[]>;
};
