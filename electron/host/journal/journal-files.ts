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

/** A part of the file, or what there is of it. What the disk cannot read any more is zeros: its sum will say so. */
export const readPart = async (file: JournalFile, from: number, to: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  const read = await file.read(buffer, from).catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    return readAround(file, buffer, from);
  });
  return buffer.subarray(0, read);
};

/** A disk loses no less than this at once. */
const SECTOR_BYTES = 4096;

const readAround = async (file: JournalFile, into: Buffer, from: number): Promise<number> => {
  const length = Math.min(into.length, Math.max(0, (await file.size()) - from));
  for (let at = 0; at < length;) {
    const end = Math.min(length, at + SECTOR_BYTES - ((from + at) % SECTOR_BYTES));
    const part = into.subarray(at, end);
    await file.read(part, from + at).catch((error: unknown) => {
      if (!isUnreadable(error)) throw error;
      part.fill(0);
    });
    at = end;
  }
  return length;
};

const isUnreadable = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EIO';
