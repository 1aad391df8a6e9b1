/** A device tells who it is: its member's root certifies it. Asked of governance as it is here. */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { type CommunityId, type DeviceId, idBytes } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import { certifyDevice, type Identity, isCertified } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Introduction } from '../sync/introduction.ts';

export const introductionOf = (crypto: Crypto, identity: Identity, community: CommunityId): Introduction => ({
  member: identity.member,
  sealKey: toBase64Url(identity.sealing.publicKey),
  certificate: toBase64Url(certifyDevice(crypto, identity, idBytes(community))),
});

export const isVouchedFor = (
  crypto: Crypto,
  community: CommunityId,
  state: CommunityState | undefined,
  introduced: Introduced,
): boolean =>
  state?.members.get(introduced.member)?.status === 'active' && isNewOfTheirs(crypto, community, state, introduced);

/** A device that nobody here has heard of, of somebody who is not a member any more: it may not know that. */
export const isOfSomebodyOut = (
  crypto: Crypto,
  community: CommunityId,
  state: CommunityState | undefined,
  introduced: Introduced,
): boolean => {
  const status = state?.members.get(introduced.member)?.status;
  return status !== undefined && status !== 'active' && isNewOfTheirs(crypto, community, state, introduced);
};

type Introduced = Introduction & { device: DeviceId };

const isNewOfTheirs = (
  crypto: Crypto,
  community: CommunityId,
  state: CommunityState | undefined,
  { member, device, sealKey, certificate }: Introduced,
): boolean => {
  if (state?.devices.has(device) !== false) return false;
  const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array(0);
  const keys = { sealKey: bytes(sealKey), certificate: bytes(certificate) };
  return isCertified(crypto, { context: idBytes(community), member, device, ...keys });
};
