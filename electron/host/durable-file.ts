import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a small file so that a crash leaves the old or the new one, whole: temporary file, fsync, rename, fsync. */
export const writeDurably = async (path: string, bytes: Uint8Array): Promise<void> => {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(dirname(path), 'r');
  try {
    // some systems cannot sync a directory; there the rename is as durable as they make it
    await directory.sync().catch(() => undefined);
  } finally {
    await directory.close();
  }
};
