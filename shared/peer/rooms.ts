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

export type CommunityRoom = Room & {
  community: Community;
  scope: CommunityScope;
  role: LinkRole;
  /** Of several rooms in which two devices meet the lowest counts: 0 is the newest epoch's. */
  order: number;
};

/** Members answer at most this many invites' rooms, newest first. */
const MAX_INVITE_ROOMS = 8;
/** Of so many epochs, or somebody who slept through a ROTATE would wait in a dead room. */
const MAX_EPOCH_ROOMS = 8;

/** @param calling announce in the rooms of earlier epochs too: somebody may be missing */
export const roomsOf = (crypto: Crypto, community: Community, calling: boolean): CommunityRoom[] => {
  // who was let in by somebody whose word turned out to count for nothing may be a member without any key
  if (community.isJoined() && community.keys.held().length > 0)
    return [...epochRooms(community, calling), ...inviteRooms(community)];
  return community.isRemoved() ? epochRooms(community, false).map(listening) : joinerRooms(crypto, community);
};

/** Who was removed hears of it there, should they not know, and of being let in again. */
const listening = (room: CommunityRoom): CommunityRoom => ({ ...room, listenOnly: true });

const epochRooms = (community: Community, calling: boolean): CommunityRoom[] => {
  const held = community.keys.held();
  const newest = community.keys.newest() ?? held[0];
  const others = held.filter((epoch) => epoch !== newest);
  return meetingPlaces([...(newest === undefined ? [] : [newest]), ...others]).map((epoch, order) =>
    epochRoom(community, epoch, order, order === 0 || calling),
  );
};

/** The newest, and the first of all: whoever came in later has its key too, so nobody sleeps through too many of them. */
const meetingPlaces = (epochs: readonly Epoch[]): readonly Epoch[] =>
  epochs.length <= MAX_EPOCH_ROOMS ? epochs : [...epochs.slice(0, MAX_EPOCH_ROOMS - 1), ...epochs.slice(-1)];

const epochRoom = (community: Community, epoch: Epoch, order: number, isAnnounced: boolean): CommunityRoom => ({
  ...epoch.room,
  listenOnly: !isAnnounced,
  community,
  role: 'member',
  scope: { kind: 'epoch', id: idBytes(epoch.id), key: epoch.linkKey },
  order,
});

const inviteRooms = (community: Community): CommunityRoom[] =>
  community.answeredInvites(MAX_INVITE_ROOMS).map(({ invite, keys }, i): CommunityRoom => ({
    ...keys.room,
    listenOnly: true,
    community,
    role: 'member',
    scope: { kind: 'invite', id: invite.inviteKey, key: keys.linkKey },
    order: MAX_EPOCH_ROOMS + i,
  }));

/** A device that another of the same person brought in has the key before it has governance. */
const behindTheDoor = (crypto: Crypto, community: Community): CommunityRoom[] => {
  const { door } = community.local;
  const box = fromBase64Url(door?.box ?? '');
  const secret = box && crypto.openSealed(box, community.identity.sealing);
  if (door === undefined || secret === undefined) return [];
  return [epochRoom(community, deriveEpoch(crypto, community.id, door.epoch, secret), 0, true)];
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
      order: MAX_EPOCH_ROOMS,
    },
  ];
};
