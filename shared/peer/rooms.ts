/** Which rooms of the mesh this device is in for a community, and what each proves. */
import { idBytes } from '../base/ids.ts';
import { fromBase64Url } from '../base/bytes.ts';
import { deriveInviteKeys } from '../keys/invite.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Room } from '../ports/transport.ts';
import type { HandshakeConfig, LinkRole } from '../sync/handshake.ts';
import type { Community } from './community.ts';

export type CommunityRoom = Room & { community: Community; scope: HandshakeConfig['scope']; role: LinkRole };

/** Members answer at most this many invites' rooms, newest first. */
const MAX_INVITE_ROOMS = 8;

export const roomsOf = (crypto: Crypto, community: Community): CommunityRoom[] =>
  community.isJoined() ? memberRooms(community) : joinerRooms(crypto, community);

const memberRooms = (community: Community): CommunityRoom[] => {
  const epoch = community.currentEpoch();
  const inEpoch: CommunityRoom[] =
    epoch === undefined
      ? []
      : [
          {
            ...epoch.room,
            listenOnly: false,
            community,
            role: 'member',
            scope: { kind: 'epoch', id: idBytes(epoch.id), key: epoch.linkKey },
          },
        ];
  const inInvites = community
    .openInvites()
    .slice(-MAX_INVITE_ROOMS)
    .map(({ invite, keys }): CommunityRoom => ({
      ...keys.room,
      listenOnly: true,
      community,
      role: 'member',
      scope: { kind: 'invite', id: invite.inviteKey, key: keys.linkKey },
    }));
  return [...inEpoch, ...inInvites];
};

const joinerRooms = (crypto: Crypto, community: Community): CommunityRoom[] => {
  const seed = fromBase64Url(community.local.invite?.seed ?? '');
  if (seed === undefined || seed.length === 0) return [];
  const keys = deriveInviteKeys(crypto, community.id, seed);
  return [
    {
      ...keys.room,
      listenOnly: false,
      community,
      role: 'joiner',
      scope: { kind: 'invite', id: keys.signing.publicKey, key: keys.linkKey },
    },
  ];
};
