/**
 * One file of the browser's own (OPFS) for the pages of records. It is read at once, as the core needs it: IndexedDB answers
 * later only. It grows at its end; what is in it where, and whether it is whole, the database knows.
 */
export type PageFile = {
  /** Fewer bytes where the file ends before. */
  read: (at: number, length: number) => Uint8Array;
  write: (at: number, bytes: Uint8Array) => void;
  size: () => number;
  /** Returns when what was written is on the disk. */
  flush: () => void;
  truncate: (size: number) => void;
};
