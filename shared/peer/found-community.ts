/** The operations that found a community, invite into it, and admit to it. Pure but for chance. */
import { toBase64Url } from '../base/bytes.ts';
import { type CommunityId, idBytes, type OpId } from '../base/ids.ts';
import { joinDigest } from '../governance/join-digest.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { type Operation, signOperation, timeToSay } from '../governance/operation.ts';
import { recipientsHash } from '../governance/recipients.ts';
import { type Epoch, epochSecretHash } from '../keys/epoch.ts';
import { certifyDevice, deriveIdentity, type Identity, type Seeds } from '../keys/identity.ts';
import { deriveInviteKeys } from '../keys/invite.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { JoinRequest } from '../sync/join-request.ts';
import type { Community } from './community.ts';
import type { InviteOptions } from './peer-api.ts';

export type Founding = { community: CommunityId; salt: Uint8Array; operations: Operation[] };

/** CREATE, the first ROTATE, and #general, each naming the one before. */
export const foundCommunity = (
  crypto: Crypto,
  random: Random,
  seeds: Seeds,
  input: { name: string; memberName: string; now: number; nonce?: Uint8Array },
): Founding => {
  const nonce = input.nonce ?? random.bytes(32);
  const at = timeToSay(input.now);
  const identity = deriveIdentity(crypto, seeds, nonce);
  const create = signOperation(
    crypto,
    {
      community: undefined,
      device: identity.device,
      deviceSeq: 0,
      prevOwn: undefined,
      parents: [],
      at,
      body: {
        kind: 'CREATE',
        name: input.name,
        nonce: toBase64Url(nonce),
        member: identity.member,
        memberName: input.memberName,
        sealKey: toBase64Url(identity.sealing.publicKey),
        certificate: toBase64Url(certifyDevice(crypto, identity, nonce)),
      },
    },
    identity.signing.privateKey,
  );
  const community = create.id as string as CommunityId;
  const follow = (before: Operation, body: OperationBody): Operation =>
    signOperation(
      crypto,
      {
        community,
        device: identity.device,
        deviceSeq: before.deviceSeq + 1,
        prevOwn: before.id,
        parents: [before.id],
        at,
        body,
      },
      identity.signing.privateKey,
    );
  const secret = random.bytes(32);
  const rotate = follow(create, {
    kind: 'ROTATE',
    secretHash: toBase64Url(epochSecretHash(crypto, secret)),
    recipientsHash: recipientsHash(crypto, [identity.device]),
    boxes: [{ device: identity.device, box: toBase64Url(crypto.sealTo(secret, identity.sealing.publicKey)) }],
  });
  const general = follow(rotate, { kind: 'CHANNEL_CREATE', name: 'general', topic: '' });
  return { community, salt: nonce, operations: [create, rotate, general] };
};

/** An INVITE and the seed that its link will hold. */
export const draftInvite = (
  crypto: Crypto,
  random: Random,
  { community, epoch, options }: { community: CommunityId; epoch: Epoch; options: InviteOptions },
): { seed: Uint8Array; body: OperationBody } => {
  const seed = random.bytes(16);
  const nonce = random.bytes(24);
  const { publicKey } = deriveInviteKeys(crypto, community, seed).signing;
  return {
    seed,
    body: {
      kind: 'INVITE',
      inviteKey: toBase64Url(publicKey),
      epoch: epoch.id,
      nonce: toBase64Url(nonce),
      sealedSeed: toBase64Url(crypto.encrypt(seed, publicKey, nonce, epoch.inviteSealKey)),
      ...(options.uses === undefined ? {} : { uses: options.uses }),
      ...(options.needsApproval === true ? { needsApproval: true } : {}),
      ...(options.expires === undefined ? {} : { expires: options.expires }),
    },
  };
};

export const draftJoinRequest = (
  crypto: Crypto,
  identity: Identity,
  join: { community: CommunityId; seed: Uint8Array; memberName: string },
): JoinRequest => {
  const asked = {
    device: identity.device,
    member: identity.member,
    sealKey: toBase64Url(identity.sealing.publicKey),
    memberName: join.memberName,
  };
  const { signing } = deriveInviteKeys(crypto, join.community, join.seed);
  const digest = joinDigest(crypto, { community: join.community, ...asked });
  return {
    ...asked,
    certificate: toBase64Url(certifyDevice(crypto, identity, idBytes(join.community))),
    proof: toBase64Url(crypto.sign(digest, signing.privateKey)),
  };
};

/** As many as an operation takes. */
const MAX_EPOCH_BOXES = 64;

/** Boxes of the epochs that all others can be unwrapped from: history is `full`. */
export const draftAdmit = (crypto: Crypto, community: Community, invite: OpId, request: JoinRequest): OperationBody => {
  const sealKey = idBytes(request.sealKey as OpId);
  const epochs = community.keys.tips().slice(0, MAX_EPOCH_BOXES);
  const { device, member, memberName, certificate, proof } = request;
  return {
    kind: 'ADMIT',
    invite,
    device,
    member,
    memberName,
    sealKey: request.sealKey,
    certificate,
    proof,
    boxes: epochs.map((epoch) => ({ epoch: epoch.id, box: toBase64Url(crypto.sealTo(epoch.secret, sealKey)) })),
  };
};
