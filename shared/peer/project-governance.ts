/** Governance → communities, channels and members to show. */
import { communityFingerprint } from '../keys/fingerprint.ts';
import type { CommunityView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';

export const projectGovernance = async (
  crypto: Crypto,
  projection: Projection,
  communities: readonly Community[],
): Promise<void> => {
  await projection.setCommunities(communities.map((community) => viewOf(crypto, community)));
  for (const { id, state } of communities) {
    const resolved = state();
    if (resolved === undefined) continue;
    await projection.setChannels(
      id,
      [...resolved.channels.values()].map(({ id: channel, name, topic, position }) => ({
        id: channel,
        community: id,
        name,
        topic,
        position,
      })),
    );
    await projection.setMembers(
      id,
      [...resolved.members.values()]
        .filter(({ status }) => status === 'active')
        .map((member) => ({
          id: member.id,
          community: id,
          name: member.name,
          role: member.id === resolved.owner ? 'owner' : 'member',
          devices: member.devices,
        })),
    );
  }
};

const viewOf = (crypto: Crypto, community: Community): CommunityView => ({
  id: community.id,
  name: community.state()?.name ?? community.local.invite?.name ?? '',
  fingerprint: communityFingerprint(crypto, community.id),
  state: community.isJoined() ? 'joined' : 'joining',
  me: community.isJoined() ? community.identity.member : undefined,
  device: community.identity.device,
});
