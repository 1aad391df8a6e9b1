import type { CommunityId } from '../base/ids.ts';
import type { PictureStore } from '../ports/picture-store.ts';

export const createMemoryPictureStore = (): PictureStore => {
  const pictures = new Map<string, { community: CommunityId; bytes: Uint8Array }>();
  return {
    held: async (community) =>
      [...pictures].flatMap(([hash, picture]) => (picture.community === community ? hash : [])),
    get: async (hash) => pictures.get(hash)?.bytes,
    put: async (community, hash, bytes) => void pictures.set(hash, { community, bytes: bytes.slice() }),
    remove: async (hashes) => hashes.forEach((hash) => pictures.delete(hash)),
  };
};
