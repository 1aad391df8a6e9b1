/** Where in the file of pages each page lies. */
import { crc32 } from '../../shared/base/crc32.ts';
import type { PageWithBytes, StoredPage } from '../../shared/ports/record-store.ts';
import type { PageRow } from './database.ts';
import { createFreeSpace } from './free-space.ts';
import type { PageFile } from './page-file.ts';

export type PagePlace = NonNullable<PageRow['place']>;

export type PagePlaces = {
  /** A page stands there, by what the database says. */
  note: (page: StoredPage, place: PagePlace) => void;
  /** Writes it where nothing stands; it stands there once it is noted. */
  write: (page: PageWithBytes) => PagePlace;
  /** @returns undefined if it is not whole */
  read: (page: StoredPage) => Uint8Array | undefined;
  /**
   * After all is noted, and before anything is written: takes away what stands behind it, which nobody knows of.
   * @returns false if the file is shorter than it should be
   */
  trim: () => boolean;
  clear: () => void;
};

export const createPagePlaces = (file: PageFile): PagePlaces => {
  const places = new Map<string, PagePlace>();
  let space = createFreeSpace([]);
  return {
    note: (page, place) => {
      const before = places.get(keyOf(page));
      places.set(keyOf(page), place);
      if (before === undefined || before.at === place.at) return;
      // what was deleted is not left lying about
      file.write(before.at, new Uint8Array(before.length));
      space.give(before);
    },
    write: ({ bytes }) => {
      const place = { at: space.take(bytes.length), length: bytes.length, crc: crc32(bytes) };
      file.write(place.at, bytes);
      return place;
    },
    read: (page) => {
      const place = places.get(keyOf(page));
      const bytes = place && file.read(place.at, place.length);
      return bytes?.length === place?.length && bytes !== undefined && crc32(bytes) === place?.crc ? bytes : undefined;
    },
    trim: () => {
      space = createFreeSpace([...places.values()]);
      const size = file.size();
      if (size > space.end()) file.truncate(space.end());
      return size >= space.end();
    },
    clear: () => {
      places.clear();
      space = createFreeSpace([]);
      file.truncate(0);
    },
  };
};

const keyOf = ({ community, channel, device, seq }: StoredPage): string => `${community}/${channel}/${device}/${seq}`;
