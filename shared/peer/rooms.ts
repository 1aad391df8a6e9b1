/** Which rooms of the mesh this device is in for a community, and what each proves. */
import { idBytes } from '../base/ids.ts';
import { fromBase64Url } from '../base/bytes.ts';
import { deriveEpoch, type Epoch } from '../keys/epoch.ts';
import { deriveInviteKeys } from '../keys/invite.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Room } from '../ports/transport.ts';
import type { HandshakeConfig, LinkRole } from '../sync/handshake.ts';
import type { Community } from './community.ts';

type CommunityScope = HandshakeConfig['scope'] & { kind: 'epoch' | 'invite' };

export type CommunityRoom = Room & { community: Community; scope: CommunityScope; role: LinkRole };

/** Members answer at most this many invites' rooms, newest first. */
const MAX_INVITE_ROOMS = 8;

export const roomsOf = (crypto: Crypto, community: Community): CommunityRoom[] =>
  community.isJoined() ? memberRooms(community) : joinerRooms(crypto, community);

const memberRooms = (community: Community): CommunityRoom[] => {
  const epoch = community.currentEpoch();
  const inEpoch = epoch === undefined ? [] : [epochRoom(community, epoch)];
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

const epochRoom = (community: Community, epoch: Epoch): CommunityRoom => ({
  ...epoch.room,
  listenOnly: false,
  community,
  role: 'member',
  scope: { kind: 'epoch', id: idBytes(epoch.id), key: epoch.linkKey },
});

/** A device that another of the same person brought in has the key before it has governance. */
const behindTheDoor = (crypto: Crypto, community: Community): CommunityRoom[] => {
  const { door } = community.local;
  const box = fromBase64Url(door?.box ?? '');
  const secret = box && crypto.openSealed(box, community.identity.sealing);
  if (door === undefined || secret === undefined) return [];
  return [epochRoom(community, deriveEpoch(crypto, community.id, door.epoch, secret))];
};

const joinerRooms = (crypto: Crypto, community: Community): CommunityRoom[] => {
  const seed = fromBase64Url(community.local.invite?.seed ?? '');
  if (seed === undefined || seed.length === 0) return behindTheDoor(crypto, community);
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
