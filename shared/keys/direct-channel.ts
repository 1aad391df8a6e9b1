/**
 * The channel in which two members talk alone. Id and key follow from the two roots' keys and nothing else: every device
 * of either has them, at once and offline; nobody else can make them, or tell from the id whose channel it is.
 */
import { compareBytes } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type ChannelId, channelId, type CommunityId, idBytes, type MemberId, type OpId, opId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Identity } from './identity.ts';

export type DirectChannel = {
  channel: ChannelId;
  with: MemberId;
  /** Stands where records of other channels name an epoch; always the same, and no operation. */
  epoch: OpId;
  recordKey: Uint8Array;
};

/** @returns undefined with oneself, and with a member whose key is no good */
export const deriveDirectChannel = (
  crypto: Crypto,
  community: CommunityId,
  own: Pick<Identity, 'member' | 'root'>,
  other: MemberId,
): DirectChannel | undefined => {
  const agreed = other === own.member ? undefined : crypto.agree(own.root.privateKey, idBytes(other));
  if (agreed === undefined) return undefined;
  const both = [idBytes(own.member), idBytes(other)].sort(compareBytes);
  const shared = crypto.hash(inDomain('holdfast/direct/1', idBytes(community), ...both), agreed);
  const derive = (domain: Parameters<typeof inDomain>[0]): Uint8Array => crypto.hash(inDomain(domain), shared);
  return {
    channel: channelId(derive('holdfast/direct-channel/1')),
    with: other,
    epoch: opId(derive('holdfast/direct-epoch/1')),
    recordKey: derive('holdfast/direct-record-key/1'),
  };
};
