/** The effect of one authorised operation on the state. An operation whose own rule fails has none. */
import { encodeUtf8 } from 'lib0/string';

import { assertNever } from '../base/assert-never.ts';
import { fromBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { channelId, type CommunityId, type DeviceId, idBytes, type MemberId } from '../base/ids.ts';
import { isCertified } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { CommunityState } from './community-state.ts';
import type { BodyOf } from './operation-body.ts';
import type { Operation } from './operation.ts';

export const applyCreate = (crypto: Crypto, community: CommunityId, create: Operation): CommunityState | undefined => {
  const { body } = create;
  const isFirst = create.deviceSeq === 0 && create.parents.length === 0 && create.community === undefined;
  if (body.kind !== 'CREATE' || !isFirst) return undefined;
  const claim = { context: bytes(body.nonce), member: body.member, device: create.device };
  if (!isCertified(crypto, { ...claim, sealKey: bytes(body.sealKey), certificate: bytes(body.certificate) }))
    return undefined;
  const state: CommunityState = {
    id: community,
    name: body.name,
    nonce: bytes(body.nonce),
    owner: body.member,
    members: new Map(),
    devices: new Map(),
    channels: new Map(),
    epochs: new Map(),
    invites: new Map(),
    boxes: new Map(),
  };
  addDevice(state, create, {
    device: create.device,
    member: body.member,
    name: body.memberName,
    sealKey: body.sealKey,
  });
  return state;
};

export const applyOperation = (crypto: Crypto, state: CommunityState, operation: Operation): void => {
  const { body } = operation;
  switch (body.kind) {
    case 'CREATE':
    case 'unknown':
      return;
    case 'ROTATE':
      return applyRotate(state, operation, body);
    case 'CHANNEL_CREATE':
      return applyChannelCreate(state, operation, body);
    case 'INVITE':
      return applyInvite(state, operation, body);
    case 'ADMIT':
      return applyAdmit(crypto, state, operation, body);
    default:
      assertNever(body);
  }
};

/** Only the owner, until roles come: any member who could rotate could lock others out. */
const applyRotate = (state: CommunityState, operation: Operation, body: BodyOf<'ROTATE'>): void => {
  if (!isOwner(state, operation.device)) return;
  state.epochs.set(operation.id, { id: operation.id, secretHash: bytes(body.secretHash), depth: state.epochs.size });
  for (const { device, box } of body.boxes) addBox(state, device, operation, bytes(box));
};

const applyChannelCreate = (state: CommunityState, operation: Operation, body: BodyOf<'CHANNEL_CREATE'>): void => {
  if (!isOwner(state, operation.device)) return;
  const id = channelId(idBytes(operation.id));
  state.channels.set(id, { id, name: body.name, topic: body.topic, position: state.channels.size });
};

const applyInvite = (state: CommunityState, operation: Operation, body: BodyOf<'INVITE'>): void => {
  state.invites.set(operation.id, {
    id: operation.id,
    inviteKey: bytes(body.inviteKey),
    epoch: body.epoch,
    nonce: bytes(body.nonce),
    sealedSeed: bytes(body.sealedSeed),
    by: operation.device,
  });
};

const applyAdmit = (crypto: Crypto, state: CommunityState, operation: Operation, body: BodyOf<'ADMIT'>): void => {
  const invite = state.invites.get(body.invite);
  if (invite === undefined) return;
  const sealKey = bytes(body.sealKey);
  const claim = { context: idBytes(state.id), member: body.member, device: body.device };
  if (!isCertified(crypto, { ...claim, sealKey, certificate: bytes(body.certificate) })) return;
  if (!crypto.verify(bytes(body.proof), joinDigest(crypto, { ...body, community: state.id }), invite.inviteKey)) return;
  const known = state.devices.get(body.device);
  if (known !== undefined && known.member !== body.member) return;
  if (known === undefined) {
    addDevice(state, operation, {
      device: body.device,
      member: body.member,
      name: body.memberName,
      sealKey: body.sealKey,
    });
  }
  for (const { epoch, box } of body.boxes) {
    if (state.epochs.has(epoch)) addBox(state, body.device, { id: epoch }, bytes(box));
  }
};

/** What a joiner signs with the invite's key: who asks, with which keys and under which name. */
export const joinDigest = (
  crypto: Crypto,
  join: { community: CommunityId; device: DeviceId; member: MemberId; sealKey: string; memberName: string },
): Uint8Array =>
  crypto.hash(
    inDomain(
      'holdfast/join/1',
      idBytes(join.community),
      idBytes(join.device),
      idBytes(join.member),
      bytes(join.sealKey),
      encodeUtf8(join.memberName),
    ),
  );

const addDevice = (
  state: CommunityState,
  operation: Operation,
  added: { device: DeviceId; member: MemberId; name: string; sealKey: string },
): void => {
  const { device, member, name } = added;
  state.devices.set(device, { device, member, sealKey: bytes(added.sealKey), since: operation.id });
  const held = state.members.get(member);
  if (held !== undefined) held.devices.push(device);
  else
    state.members.set(member, {
      id: member,
      name,
      role: member === state.owner ? 'owner' : 'member',
      devices: [device],
    });
};

const addBox = (state: CommunityState, device: DeviceId, epoch: { id: Operation['id'] }, box: Uint8Array): void => {
  state.boxes.set(device, [...(state.boxes.get(device) ?? []), { epoch: epoch.id, box }]);
};

const isOwner = (state: CommunityState, device: DeviceId): boolean => state.devices.get(device)?.member === state.owner;

const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array(0);
