/** Pages that were read of late, so that who reads on does not read each page for each record. */
import type { StoredPage } from '../ports/record-store.ts';
import type { StoredRecord } from './stored-record.ts';

export type PageCache = {
  /** @param read what is in the page, if it is not here */
  get: (page: StoredPage, read: () => StoredRecord[]) => StoredRecord[];
  put: (page: StoredPage, records: StoredRecord[]) => void;
};

/** About 200 KB each. */
const MOST = 64;

export const createPageCache = (most = MOST): PageCache => {
  const held = new Map<StoredPage, StoredRecord[]>();
  const put: PageCache['put'] = (page, records) => {
    held.delete(page);
    held.set(page, records);
    for (const oldest of held.keys()) {
      if (held.size <= most) break;
      held.delete(oldest);
    }
  };
  return {
    put,
    get: (page, read) => {
      const records = held.get(page) ?? read();
      put(page, records);
      return records;
    },
  };
};
