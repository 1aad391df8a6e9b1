import type { CommunityId } from '../base/ids.ts';

/** Pictures of members by their hashes, each of one community. A cache: what is missing is asked for again. */
export type PictureStore = {
  held: (community: CommunityId) => Promise<readonly string[]>;
  get: (hash: string) => Promise<Uint8Array | undefined>;
  put: (community: CommunityId, hash: string, bytes: Uint8Array) => Promise<void>;
  remove: (hashes: readonly string[]) => Promise<void>;
};
