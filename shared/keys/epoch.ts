/** One group key: what follows from an epoch's secret. The secret comes in sealed boxes of ROTATE and ADMIT. */
import { toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, idBytes, type OpId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';

export type Epoch = {
  /** Id of the ROTATE that made it. */
  id: OpId;
  secret: Uint8Array;
  /** Encrypts record bodies. */
  recordKey: Uint8Array;
  /** Proves membership in the link handshake. */
  linkKey: Uint8Array;
  /** Wraps the secrets of earlier epochs. */
  wrapKey: Uint8Array;
  /** Wraps invite seeds for members. */
  inviteSealKey: Uint8Array;
  /** The mesh room: a blinded topic, and the password that seals signalling. */
  room: { topic: string; password: string };
};

export const deriveEpoch = (crypto: Crypto, community: CommunityId, id: OpId, secret: Uint8Array): Epoch => {
  const derive = (domain: Parameters<typeof inDomain>[0]): Uint8Array =>
    crypto.hash(inDomain(domain, idBytes(community), idBytes(id)), secret);
  return {
    id,
    secret,
    recordKey: derive('holdfast/epoch-record-key/1'),
    linkKey: derive('holdfast/epoch-link-key/1'),
    wrapKey: wrapKeyOf(crypto, community, secret),
    inviteSealKey: derive('holdfast/epoch-invite-seal/1'),
    room: {
      topic: toBase64Url(derive('holdfast/epoch-topic/1')),
      password: toBase64Url(derive('holdfast/epoch-password/1')),
    },
  };
};

/** Of the secret alone: it is needed to write the ROTATE whose id names the epoch. */
export const wrapKeyOf = (crypto: Crypto, community: CommunityId, secret: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/epoch-wrap-key/1', idBytes(community)), secret);

/** What ROTATE publishes of its secret: recipients check what they unseal against it. */
export const epochSecretHash = (crypto: Crypto, secret: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/epoch-secret/1', secret));
