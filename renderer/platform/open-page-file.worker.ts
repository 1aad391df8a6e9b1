/** Only a worker may have such a file open. */
import type { PageFile } from './page-file.ts';

const NAME = 'records';
/** The worker before this one may not have let go of it yet. */
const TRIES = 50;
const AGAIN_MS = 100;

/**
 * @returns undefined where the browser has no such files
 * @throws with a message for people, if another window does not let go of it
 */
export const openPageFile = async (): Promise<PageFile | undefined> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(NAME, { create: true });
      return pageFileOf(await handle.createSyncAccessHandle());
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NoModificationAllowedError') return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  throw new Error(HELD);
};

const HELD =
  'Another window of this profile still holds the stored messages, and does not let go of them. Close it, then reload this one. Nothing is lost.';

const pageFileOf = (handle: FileSystemSyncAccessHandle): PageFile => ({
  read: (at, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, handle.read(bytes, { at }));
  },
  write: (at, bytes) => {
    // a copy: what is shared between threads is not taken
    const written = handle.write(bytes.slice(), { at });
    if (written !== bytes.length) throw new Error('the browser has no room for more records');
  },
  size: () => handle.getSize(),
  flush: () => handle.flush(),
  truncate: (size) => handle.truncate(size),
});
