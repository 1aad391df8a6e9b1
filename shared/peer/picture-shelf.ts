/** Which pictures of a community's members are here, and which are to be: those that governance names. */
import { pictureHash, type PictureHash, namedPictures } from '../governance/member-picture.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { PictureStore } from '../ports/picture-store.ts';
import type { Community } from './community.ts';

export type PictureShelf = {
  loaded: Promise<void>;
  /** It is here, and a member has it. */
  offers: (hash: PictureHash) => boolean;
  wants: (hash: PictureHash) => boolean;
  wanted: () => PictureHash[];
  /** Undefined where the browser has cleared its storage meanwhile. */
  read: (hash: PictureHash) => Promise<Uint8Array | undefined>;
  put: (hash: PictureHash, bytes: Uint8Array) => Promise<void>;
  /** Keeps an own picture while `name` says in governance that it is one; after that for as long as that counts. */
  putOwn: <T>(bytes: Uint8Array, name: (hash: PictureHash) => Promise<T>) => Promise<T>;
  /** Removes what no member has any more. */
  tidy: () => Promise<void>;
};

export const createPictureShelf = (
  { crypto, pictures }: { crypto: Crypto; pictures: PictureStore },
  community: Pick<Community, 'id' | 'state'>,
): PictureShelf => {
  const named = createNamed(community);
  const held = new Set<PictureHash>();
  /** Own ones that are about to be named. */
  const coming = new Set<PictureHash>();
  const loaded = pictures.held(community.id).then((hashes) => hashes.forEach((hash) => held.add(hash)));
  const wants = (hash: PictureHash): boolean => named().has(hash) && !held.has(hash);
  const put = async (hash: PictureHash, bytes: Uint8Array): Promise<void> => {
    await pictures.put(community.id, hash, bytes);
    held.add(hash);
  };
  return {
    loaded,
    offers: (hash) => held.has(hash) && named().has(hash),
    wants,
    wanted: () => [...named()].filter(wants),
    read: async (hash) => {
      const bytes = await pictures.get(hash);
      if (bytes === undefined) held.delete(hash);
      return bytes;
    },
    put,
    putOwn: async (bytes, name) => {
      const hash = pictureHash(crypto, community.id, bytes);
      coming.add(hash);
      try {
        await loaded;
        await put(hash, bytes);
        return await name(hash);
      } finally {
        coming.delete(hash);
      }
    },
    tidy: async () => {
      const gone = [...held].filter((hash) => !named().has(hash) && !coming.has(hash));
      for (const hash of gone) held.delete(hash);
      if (gone.length > 0) await pictures.remove(gone);
    },
  };
};

/** Counted anew when governance has changed. */
const createNamed = ({ state }: Pick<Community, 'state'>): (() => ReadonlySet<PictureHash>) => {
  let of: ReturnType<typeof state>;
  let names = namedPictures(undefined);
  return () => {
    const now = state();
    if (now !== of) names = namedPictures(now);
    of = now;
    return names;
  };
};
