import type { RecordStore, StoredState } from '../ports/record-store.ts';

/** A record store that keeps nothing over a start: the headless peer reads its whole journal instead. */
export const createMemoryRecordStore = (): RecordStore => {
  const empty: StoredState = { pages: [], entries: [], journalPosition: 0 };
  return { isVolatile: true, load: async () => empty, save: async () => undefined, clear: async () => undefined };
};
