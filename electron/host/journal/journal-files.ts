/**
 * All that the journal asks of a disk: the files of one directory. Names carry no path. In tests a fake stands here that
 * stops at each step and forgets, tears and reorders what was not synced.
 */
export type JournalFile = {
  size: () => Promise<number>;
  /** @returns how many bytes were read; fewer than asked for only at the end of the file */
  read: (into: Uint8Array, at: number) => Promise<number>;
  /** All of the bytes, or it throws; then some of them may be there. */
  write: (bytes: Uint8Array, at: number) => Promise<void>;
  truncate: (size: number) => Promise<void>;
  /** Resolves when the bytes and the size are on the disk. */
  datasync: () => Promise<void>;
  close: () => Promise<void>;
};

export type JournalFiles = {
  list: () => Promise<string[]>;
  /** `new` makes the file, or empties one that is there. */
  open: (name: string, how: 'read' | 'write' | 'new') => Promise<JournalFile>;
  /** Takes the place of what has the name already. */
  rename: (from: string, to: string) => Promise<void>;
  /** What is not there is no error. */
  remove: (name: string) => Promise<void>;
  /** Resolves when names that were made, changed or removed are on the disk. */
  syncDirectory: () => Promise<void>;
};

/** Opens, works, closes. */
export const withFile = async <T>(
  files: JournalFiles,
  { name, how }: { name: string; how: 'read' | 'write' | 'new' },
  work: (file: JournalFile) => Promise<T>,
): Promise<T> => {
  const file = await files.open(name, how);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
};

/** A part of the file, or what there is of it. */
export const readPart = async (file: JournalFile, from: number, to: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  return buffer.subarray(0, await file.read(buffer, from));
};
