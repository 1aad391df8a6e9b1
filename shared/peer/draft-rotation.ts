/** A new epoch for those who are members in a given state. */
import { toBase64Url } from '../base/bytes.ts';
import { type ChannelId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import { MAX_BOXES, type Rotation } from '../governance/body-parts.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import type { Operation } from '../governance/operation.ts';
import { activeDevices, readersOf, recipientsHash } from '../governance/recipients.ts';
import { type Epoch, epochSecretHash, wrapKeyOf } from '../keys/epoch.ts';
import { type Crypto, NONCE_BYTES } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { Community } from './community.ts';

type Ports = { crypto: Crypto; random: Random };

export type RotationDraft = {
  rotation: Rotation;
  /** What to say after the operation that carries the rotation, where not all boxes fitted into it. */
  rest: (epoch: OpId) => OperationBody[];
};

/** Besides boxes an operation holds what a removal says of lanes: together they must fit 32 KiB. */
const MAX_BOXES_WITH_IT = 60;
const MAX_WRAPPED = 16;

/**
 * @param after the state in which the new epoch begins: after the removal, if it comes with one
 * @returns the secret sealed to each active device; earlier secrets wrapped under it, so that newcomers can read everything
 */
export const draftRotation = (ports: Ports, community: Community, after: CommunityState): RotationDraft =>
  draft(ports, community, { state: after, devices: activeDevices(after), earlier: community.keys.tips() });

/** The same for those who may read a channel, with its earlier secrets if newcomers read everything there. */
export const draftChannelRotation = (
  ports: Ports,
  community: Community,
  state: CommunityState,
  channel: ChannelId,
): RotationDraft => {
  const isFull = state.channels.get(channel)?.history === 'full';
  const earlier = isFull ? community.keys.tips(channel) : [];
  return draft(ports, community, { state, devices: readersOf(state, channel), earlier });
};

const draft = (
  { crypto, random }: Ports,
  community: Community,
  made: { state: CommunityState; devices: readonly DeviceId[]; earlier: readonly Epoch[] },
): RotationDraft => {
  const secret = random.bytes(32);
  const boxes = sealedTo(crypto, made.state, secret, made.devices);
  const late = boxes.slice(MAX_BOXES_WITH_IT);
  return {
    rotation: {
      secretHash: toBase64Url(epochSecretHash(crypto, secret)),
      recipientsHash: recipientsHash(crypto, made.devices),
      boxes: boxes.slice(0, MAX_BOXES_WITH_IT),
      wrapped: made.earlier
        .slice(0, MAX_WRAPPED)
        .map((earlier) => wrap({ crypto, random }, wrapKeyOf(crypto, community.id, secret), earlier)),
    },
    rest: (epoch) => boxOperations(epoch, late),
  };
};

/** A secret in a box for each device. */
export const sealedTo = (
  crypto: Crypto,
  state: CommunityState,
  secret: Uint8Array,
  devices: readonly DeviceId[],
): { device: DeviceId; box: string }[] =>
  devices.toSorted().flatMap((device) => {
    const sealKey = state.devices.get(device)?.sealKey;
    return sealKey === undefined ? [] : [{ device, box: toBase64Url(crypto.sealTo(secret, sealKey)) }];
  });

/** As many EPOCH_BOXES as it takes. */
export const boxOperations = (epoch: OpId, boxes: readonly { device: DeviceId; box: string }[]): OperationBody[] =>
  Array.from({ length: Math.ceil(boxes.length / MAX_BOXES) }, (_, i) => ({
    kind: 'EPOCH_BOXES' as const,
    epoch,
    boxes: boxes.slice(i * MAX_BOXES, (i + 1) * MAX_BOXES),
  }));

/** Nothing void is said of keys: it would be tried again and again. */
export type SayIfItCounts = (body: OperationBody) => Promise<Operation | undefined>;

/** Makes a new key for those who are members now. */
export const rotate = async (ports: Ports, community: Community, say: SayIfItCounts): Promise<void> => {
  const state = community.state();
  if (state === undefined) return;
  const { rotation, rest } = draftRotation(ports, community, state);
  const made = await say({ kind: 'ROTATE', ...rotation });
  for (const body of made === undefined ? [] : rest(made.id)) await say(body);
};

const wrap = (
  { crypto, random }: Ports,
  key: Uint8Array,
  { id, secret }: Epoch,
): { epoch: OpId; nonce: string; secret: string } => {
  const nonce = random.bytes(NONCE_BYTES);
  return {
    epoch: id,
    nonce: toBase64Url(nonce),
    secret: toBase64Url(crypto.encrypt(secret, idBytes(id), nonce, key)),
  };
};
