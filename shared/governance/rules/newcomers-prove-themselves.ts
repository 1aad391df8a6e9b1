import { type DeviceId, idBytes, type MemberId } from '../../base/ids.ts';
import { isCertified } from '../../keys/identity.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { CommunityState } from '../community-state.ts';
import { bytes } from '../effects.ts';
import type { Verdict } from '../kinds/kind-rule.ts';
import type { Plant } from '../plant.ts';
import { isSoundSealingKey, isSoundSigningKey } from './keys-are-sound.ts';
import { MAX_DEVICES, MAX_MEMBERS } from './limits.ts';

type Newcomer = { device: DeviceId; member: MemberId; sealKey: string; certificate: string };

/** RULE: the member's root certifies the device and its sealing key, and all three keys are sound. */
export const isProven = (crypto: Crypto, context: Uint8Array, newcomer: Newcomer, plant?: Plant): boolean => {
  const { device, member } = newcomer;
  const sealKey = bytes(newcomer.sealKey);
  const isSound =
    isSoundSigningKey(idBytes(device)) && isSoundSigningKey(idBytes(member)) && isSoundSealingKey(sealKey);
  if (!isSound && plant !== 'weak-keys') return false;
  return isCertified(crypto, { context, member, device, sealKey, certificate: bytes(newcomer.certificate) });
};

/** RULE: a device has one member and comes once; a member has at most 8 devices, a community 1,000 members. */
export const hasRoomFor = (state: CommunityState, { device, member }: Newcomer): Verdict => {
  const known = state.devices.get(device);
  if (known !== undefined && known.member !== member) return 'device-taken';
  if (known?.status === 'removed') return 'device-gone';
  return known?.status === 'active' ? undefined : hasRoomOf(state, member);
};

const hasRoomOf = (state: CommunityState, member: MemberId): Verdict => {
  const held = state.members.get(member);
  if (held?.status === 'banned') return 'banned-member';
  const isFull = held?.status === 'active' ? held.devices.length >= MAX_DEVICES : state.activeMembers >= MAX_MEMBERS;
  return isFull ? 'too-many' : undefined;
};
