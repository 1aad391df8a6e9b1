/** Whom an epoch's secret is for. */
import { compareBytes, toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type DeviceId, idBytes } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Rotation } from './body-parts.ts';
import { type CommunityState } from './community-state.ts';

/** The devices that are members' now, in any order. */
export const activeDevices = (state: CommunityState): DeviceId[] =>
  [...state.devices.values()].filter(({ status }) => status === 'active').map(({ device }) => device);

/** What ROTATE publishes of its recipients: 32 bytes as base64url. */
export const recipientsHash = (crypto: Crypto, devices: readonly DeviceId[]): string =>
  toBase64Url(crypto.hash(inDomain('holdfast/recipients/1', ...devices.map(idBytes).sort(compareBytes))));

/** RULE: a new key goes to exactly the devices that are members', and boxes to nobody else. */
export const isForAllMembers = (crypto: Crypto, state: CommunityState, rotation: Rotation): boolean => {
  const devices = activeDevices(state);
  const known = new Set(devices);
  return (
    rotation.boxes.every(({ device }) => known.has(device)) &&
    rotation.recipientsHash === recipientsHash(crypto, devices)
  );
};
