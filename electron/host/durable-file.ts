import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes under way, by path: two at once would share the temporary file, and one's bytes would be the other's. */
const underWay = new Map<string, Promise<void>>();

/**
 * Writes a small file so that a crash leaves the old or the new one, whole: temporary file, fsync, rename, fsync.
 * Writes of one path happen in the order they were asked for.
 */
export const writeDurably = (path: string, bytes: Uint8Array): Promise<void> => {
  const before = underWay.get(path) ?? Promise.resolve();
  const done = before.catch(() => undefined).then(() => writeOnce(path, bytes)); // who wrote before has their error
  underWay.set(path, done);
  const forget = (): void => {
    if (underWay.get(path) === done) underWay.delete(path);
  };
  done.then(forget, forget);
  return done;
};

const writeOnce = async (path: string, bytes: Uint8Array): Promise<void> => {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
};

/** Makes names in a directory as durable as the system can: some cannot sync one, and there a rename must do. */
export const syncDirectory = async (dir: string): Promise<void> => {
  const directory = await open(dir, 'r').catch(() => undefined); // Windows cannot open one either
  try {
    await directory?.sync().catch(() => undefined);
  } finally {
    await directory?.close();
  }
};
