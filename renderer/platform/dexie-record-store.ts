/** Segment documents between starts. */
import type { RecordStore } from '../../shared/ports/record-store.ts';
import { type Database, PROJECTION_VERSION } from './database.ts';

export const createDexieRecordStore = (database: Database): RecordStore => ({
  load: async () => {
    const position = await database.meta.get('journalPosition');
    const version = await database.meta.get('projectionVersion');
    // a position too high for any journal: the core drops what is stored and reads everything again
    if (position !== undefined && version?.value !== PROJECTION_VERSION) {
      return { runs: [], entries: [], journalPosition: Number.MAX_SAFE_INTEGER };
    }
    // in the order of the primary key, which is that of each lane
    const runs = await database.runs.toCollection().toArray();
    const entries = await database.entries.orderBy('id').toArray();
    return {
      runs,
      entries: entries.map((row) => row.bytes),
      journalPosition: position?.value ?? 0,
    };
  },
  save: ({ runs, entries, journalPosition }) =>
    database.transaction('rw', database.runs, database.entries, database.meta, async () => {
      // copies: a view would be stored with the whole buffer it looks into
      await database.runs.bulkPut(runs.map((run) => ({ ...run, frame: run.frame.slice() })));
      await database.entries.bulkAdd(entries.map((bytes) => ({ bytes: bytes.slice() })));
      await database.meta.bulkPut([
        { key: 'journalPosition', value: journalPosition },
        { key: 'projectionVersion', value: PROJECTION_VERSION },
      ]);
    }),
  clear: () =>
    // in one: a position that outlived its runs would hide them from the next start
    database.transaction('rw', database.runs, database.entries, database.meta, async () => {
      for (const table of [database.runs, database.entries, database.meta]) await table.clear();
    }),
});
