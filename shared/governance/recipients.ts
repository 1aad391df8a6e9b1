/** Whom an epoch's secret is for. */
import { compareBytes, toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type ChannelId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import { mayRead, memberReads } from '../model/permissions.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Rotation } from './body-parts.ts';
import type { CommunityState, EpochState } from './community-state.ts';

/** The devices that are members' now, in any order. */
export const activeDevices = (state: CommunityState): DeviceId[] =>
  [...state.devices.values()].filter(({ status }) => status === 'active').map(({ device }) => device);

/** What ROTATE publishes of its recipients: 32 bytes as base64url. */
export const recipientsHash = (crypto: Crypto, devices: readonly DeviceId[]): string =>
  toBase64Url(crypto.hash(inDomain('holdfast/recipients/1', ...devices.map(idBytes).sort(compareBytes))));

/** The devices that may read a channel now. */
export const readersOf = (state: CommunityState, channel: ChannelId): DeviceId[] => {
  const reads = new Map([...state.members.keys()].map((member) => [member, memberReads(state, member, channel)]));
  return activeDevices(state).filter(
    (device) => reads.get(state.devices.get(device)?.member ?? ('' as never)) === true,
  );
};

/** RULE: a channel's new key goes to exactly the devices that may read it. */
export const isForReaders = (crypto: Crypto, state: CommunityState, channel: ChannelId, rotation: Rotation): boolean =>
  isForExactly(crypto, readersOf(state, channel), rotation);

/** Asked for every record, of states that stay: each is answered once. */
const answers = new WeakMap<CommunityState, Map<OpId, boolean>>();

/** RULE: a channel's key is good to seal with while everybody who was given it may read the channel. */
export const isForReadersOnly = (state: CommunityState, epoch: EpochState): boolean => {
  const { channel } = epoch;
  if (channel === undefined) return false;
  const held = answers.get(state) ?? new Map<OpId, boolean>();
  answers.set(state, held);
  const answer = held.get(epoch.id) ?? epoch.recipients.every((device) => mayRead(state, device, channel));
  held.set(epoch.id, answer);
  return answer;
};

/** RULE: a new key goes to exactly the devices that are members', and boxes to nobody else. */
export const isForAllMembers = (crypto: Crypto, state: CommunityState, rotation: Rotation): boolean =>
  isForExactly(crypto, activeDevices(state), rotation);

const isForExactly = (crypto: Crypto, devices: readonly DeviceId[], rotation: Rotation): boolean => {
  const known = new Set(devices);
  return (
    rotation.boxes.every(({ device }) => known.has(device)) &&
    rotation.recipientsHash === recipientsHash(crypto, devices)
  );
};
