/** Who this person is, or will be, in a community: members' pictures are drawn from it, so it can be shown before they are in. */
import { type CommunityId, idBytes, type MemberId } from '../base/ids.ts';
import { deriveIdentity, type Seeds } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { Community } from './community.ts';

export type OwnFaces = {
  /** @param community undefined: the one that they found next */
  member: (community: CommunityId | undefined) => MemberId;
  /** The nonce for founding a community; the one after it gets another. */
  takeNonce: () => Uint8Array;
};

export const createOwnFaces = (
  { crypto, random }: { crypto: Crypto; random: Random },
  seeds: () => Seeds,
  held: (community: CommunityId) => Community | undefined,
): OwnFaces => {
  let nonce: Uint8Array | undefined;
  const next = (): Uint8Array => (nonce ??= random.bytes(32));
  return {
    member: (community) => {
      const identity = community === undefined ? undefined : held(community)?.identity;
      if (identity !== undefined) return identity.member;
      return deriveIdentity(crypto, seeds(), community === undefined ? next() : idBytes(community)).member;
    },
    takeNonce: () => {
      const taken = next();
      nonce = undefined;
      return taken;
    },
  };
};
