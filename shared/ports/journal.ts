/**
 * The append-only log that is the truth about everything stored. One writer a profile.
 * A position is the number of entries before it; the first entry is at position 0.
 */
export type JournalEntry = { bytes: Uint8Array; position: number };

export type Journal = {
  /**
   * Adds entries in order and resolves when they are on the disk (after fsync).
   * While the host is gone the promise waits; it never resolves for entries that were not kept, and an entry is never
   * kept twice.
   * @returns the position after the last entry
   */
  append: (entries: readonly Uint8Array[]) => Promise<number>;
  /** The position after the last entry. */
  end: () => Promise<number>;
  /** All entries from a position on, in order, in batches of at most about 1 MiB. */
  read: (from: number) => AsyncIterable<readonly JournalEntry[]>;
};
