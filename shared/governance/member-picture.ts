/** How governance names a member's picture: by a hash that is of one community alone, so that nobody compares them. */
import { toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, idBytes } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { CommunityState } from './community-state.ts';

/** Base64url of 32 bytes. */
export type PictureHash = string;

export const pictureHash = (crypto: Crypto, community: CommunityId, bytes: Uint8Array): PictureHash =>
  toBase64Url(crypto.hash(inDomain('holdfast/picture/1', idBytes(community), bytes)));

/** What SET_PROFILE says where somebody takes their picture away: zeros, which every client reads. */
export const NO_PICTURE: PictureHash = toBase64Url(new Uint8Array(32));
export const isNoPicture = (hash: PictureHash): boolean => hash === NO_PICTURE;

/** Those of the members of now. */
export const namedPictures = (state: CommunityState | undefined): ReadonlySet<PictureHash> =>
  new Set(
    [...(state?.members.values() ?? [])].flatMap(({ status, avatar }) =>
      status === 'active' && avatar !== undefined ? toBase64Url(avatar) : [],
    ),
  );
