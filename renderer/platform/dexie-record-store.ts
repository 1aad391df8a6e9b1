/** Records between starts: what pages there are, in the database; their bytes in a file beside it. */
import type { PageWithBytes, RecordStore, StoredState } from '../../shared/ports/record-store.ts';
import { type Database, type PageRow, PROJECTION_VERSION, storedPosition } from './database.ts';
import type { PageFile } from './page-file.ts';
import { createPagePlaces } from './page-places.ts';

/** A position too high for any journal: the core drops what is stored and reads everything again. */
const UNUSABLE: StoredState = { pages: [], entries: [], journalPosition: Number.MAX_SAFE_INTEGER };

const DAMAGED = 'a page of stored records is damaged';

/**
 * @param database whose writes are on the disk when they resolve: places in the file are used again after that
 * @param file where bytes are kept; without it all of them are in the database, and in memory
 * @param damaged told once, when what was read is not what was stored: from then on nothing is saved
 */
export const createDexieRecordStore = (
  database: Database,
  file: PageFile | undefined,
  damaged: () => void,
): RecordStore => {
  const places = file && createPagePlaces(file);
  const damage = createAlarm(damaged);

  const rowOf = (page: PageWithBytes): PageRow => {
    const { bytes, ...info } = page;
    // a copy: a view would be stored with the whole buffer it looks into
    return places !== undefined ? { ...info, place: places.write(page) } : { ...info, bytes: bytes.slice() };
  };

  return {
    load: async () => {
      const position = await storedPosition(database);
      if (position === undefined) return UNUSABLE;
      // in the order of the primary key, which is that of each lane
      const rows = await database.pages.toCollection().toArray();
      const entries = await database.entries.orderBy('id').toArray();
      for (const { place, ...page } of rows) if (place !== undefined) places?.note(page, place);
      const isFileWhole = places?.trim() ?? rows.every(({ place }) => place === undefined);
      if (!isFileWhole) return UNUSABLE;
      return {
        pages: rows.map(({ place: _place, ...page }) => page),
        entries: entries.map((row) => row.bytes),
        journalPosition: position,
      };
    },
    save: async ({ pages, entries, journalPosition }) => {
      // it is about to be made anew: a position would hide what it lacks from the next start
      if (damage.isRaised()) throw new Error(DAMAGED);
      const rows = pages.map(rowOf);
      if (rows.length > 0) file?.flush();
      await database.transaction('rw', database.pages, database.entries, database.meta, async () => {
        await database.pages.bulkPut(rows);
        await database.entries.bulkAdd(entries.map((bytes) => ({ bytes: bytes.slice() })));
        await database.meta.bulkPut([
          { key: 'journalPosition', value: journalPosition },
          { key: 'projectionVersion', value: PROJECTION_VERSION },
        ]);
      });
      for (const { place, ...page } of rows) if (place !== undefined) places?.note(page, place);
    },
    clear: async () => {
      // in one: a position that outlived its pages would hide them from the next start
      await database.transaction('rw', database.pages, database.entries, database.meta, async () => {
        for (const table of [database.pages, database.entries, database.meta]) await table.clear();
      });
      places?.clear();
    },
    reader: places && {
      read: (page) => {
        const bytes = places.read(page);
        if (bytes !== undefined) return bytes;
        damage.raise();
        throw new Error(DAMAGED);
      },
      damaged: damage.raise,
    },
  };
};

/** Told once. */
const createAlarm = (tell: () => void) => {
  let isRaised = false;
  return {
    isRaised: () => isRaised,
    raise: () => {
      if (!isRaised) tell();
      isRaised = true;
    },
  };
};
