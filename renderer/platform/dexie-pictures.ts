/** Members' pictures: written by the core's worker, read by the page. */
import type { PictureStore } from '../../shared/ports/picture-store.ts';
import type { Database } from './database.ts';

type Tables = Pick<Database, 'members' | 'pictures'>;

export const createDexiePictures = ({ pictures }: Pick<Tables, 'pictures'>): PictureStore => ({
  held: async (community) => (await pictures.where('community').equals(community).primaryKeys()) as string[],
  get: async (hash) => (await pictures.get(hash))?.bytes,
  // a copy: a view would be stored with the whole buffer it looks into
  put: async (community, hash, bytes) => void (await pictures.put({ community, hash, bytes: bytes.slice() })),
  remove: (hashes) => pictures.bulkDelete([...hashes]),
});

/** What the page shows. */
export const createDexieFaces = ({ members, pictures }: Tables) => ({
  /** Members whose pictures are here, each with the hash of theirs. */
  shown: async (): Promise<ReadonlyMap<string, string>> => {
    const [named, here] = await Promise.all([
      members.where('avatar').above('').toArray(),
      pictures.toCollection().primaryKeys(),
    ]);
    const isHere = new Set(here);
    return new Map(
      named.flatMap(({ id, avatar }) => (avatar !== undefined && isHere.has(avatar) ? [[id, avatar]] : [])),
    );
  },
  read: async (hash: string): Promise<Uint8Array | undefined> => (await pictures.get(hash))?.bytes,
});
