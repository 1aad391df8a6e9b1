/** The direct conversations of this device's member: found by the other member, or by who writes in a channel. */
import type { ChannelId, CommunityId, DeviceId, MemberId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import { deriveDirectChannel, type DirectChannel } from '../keys/direct-channel.ts';
import type { Identity } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';

export type DirectChannels = {
  with: (member: MemberId) => DirectChannel | undefined;
  /** One that was found before. */
  get: (channel: ChannelId) => DirectChannel | undefined;
  /** The conversation that this channel is, if its author is one of the two and this device's member the other. */
  find: (channel: ChannelId, author: DeviceId) => DirectChannel | undefined;
  /** The device is one of those that may write there. */
  isOfBoth: (direct: DirectChannel, author: DeviceId) => boolean;
  all: () => DirectChannel[];
};

export const createDirectChannels = (
  crypto: Crypto,
  community: CommunityId,
  identity: () => Identity,
  state: () => CommunityState | undefined,
): DirectChannels => {
  /** An agreement costs half a millisecond: each is made once, and only when somebody writes or is written to. */
  const byMember = new Map<MemberId, DirectChannel | undefined>();
  const byChannel = new Map<ChannelId, DirectChannel>();

  const withMember = (member: MemberId): DirectChannel | undefined => {
    if (byMember.has(member)) return byMember.get(member);
    const made = deriveDirectChannel(crypto, community, identity(), member);
    byMember.set(member, made);
    if (made !== undefined) byChannel.set(made.channel, made);
    return made;
  };

  const memberOf = (device: DeviceId): MemberId | undefined => state()?.devices.get(device)?.member;

  const isOfBoth = (direct: DirectChannel, author: DeviceId): boolean => {
    const member = memberOf(author);
    return member !== undefined && (member === direct.with || member === identity().member);
  };

  return {
    with: withMember,
    get: (channel) => byChannel.get(channel),
    find: (channel, author) => {
      const member = memberOf(author);
      if (!byChannel.has(channel) && member !== undefined) {
        // what an own device wrote alone may be to anybody
        const possible = member === identity().member ? (state()?.members.keys() ?? []) : [member];
        for (const each of possible) if (!byChannel.has(channel)) withMember(each);
      }
      const direct = byChannel.get(channel);
      return direct !== undefined && isOfBoth(direct, author) ? direct : undefined;
    },
    isOfBoth,
    all: () => [...byChannel.values()],
  };
};
