/** One community as this device has it: governance, keys, lanes. Holds state and answers questions; starts nothing. */
import { fromBase64Url } from '../base/bytes.ts';
import { type ChannelId, type CommunityId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import {
  type CommunityState,
  type DeviceState,
  type InviteState,
  isOpenInvite,
} from '../governance/community-state.ts';
import { createGovernanceLog, type GovernanceLog } from '../governance/governance-log.ts';
import type { Operation } from '../governance/operation.ts';
import type { Epoch } from '../keys/epoch.ts';
import type { EpochProvider } from '../keys/epoch-provider.ts';
import { deriveIdentity, type Identity, type Seeds } from '../keys/identity.ts';
import { deriveInviteKeys, type InviteKeys } from '../keys/invite.ts';
import { equalBytes } from '../base/bytes.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import { createSegmentShelf, type SegmentShelf } from '../lanes/segment-shelf.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Standing } from '../sync/synced-community.ts';
import type { DeviceKey, LocalCommunity } from './journal-entry.ts';
import { createDropBook, type DropBook } from './drop-book.ts';
import { createKeyring } from './keyring.ts';

export type Community = {
  id: CommunityId;
  readonly local: LocalCommunity;
  readonly identity: Identity;
  /** What this device would be with another key. */
  identityWith: (key: DeviceKey | undefined) => Identity;
  /** Goes on with what has changed in the local entry: an invite, a key. What is known of the community stays. */
  become: (local: LocalCommunity) => void;
  log: GovernanceLog;
  state: () => CommunityState | undefined;
  /** True once this device is one of the community's devices. */
  isJoined: () => boolean;
  standing: (device: DeviceId) => Standing;
  knowsDevice: (device: DeviceId) => boolean;
  knowsChannel: (channel: ChannelId) => boolean;
  /** True once this device was one of them, and is not any more. */
  isRemoved: () => boolean;
  keys: EpochProvider;
  /** The newest invites, with keys, closed ones first: members answer in the rooms of those too, to say that they are closed. */
  answeredInvites: (most: number) => { invite: InviteState; keys: InviteKeys }[];
  lane: (channel: ChannelId, device: DeviceId) => Lane;
  lanes: (channel: ChannelId) => Lane[];
  /** The lanes’ envelopes: segment documents and hot tails. */
  shelf: SegmentShelf;
  /** Records that a delete or purge names. */
  drops: DropBook;
  /** Durable records of a lane whose body is missing although nobody deleted it, as far as is known here. */
  missingBodies: (channel: ChannelId, lane: Lane) => number[];
  channels: () => ChannelId[];
  /** Every channel that somebody has said something in here. */
  laneChannels: () => ChannelId[];
  addOperation: (operation: Operation) => Operation[];
};

export const openCommunity = (crypto: Crypto, seeds: Seeds, opened: LocalCommunity): Community => {
  const { community: id } = opened;
  let local = opened;
  const identityWith = (key: DeviceKey | undefined): Identity =>
    deriveIdentity(crypto, seeds, fromBase64Url(local.salt) ?? idBytes(id), key && fromBase64Url(key.nonce));
  let identity = identityWith(local.key);
  const log = createGovernanceLog(crypto, id);
  const keys = createKeyring(crypto, id, () => identity, log);
  const lanes = new Map<ChannelId, Map<DeviceId, Lane>>();
  const drops = createDropBook();

  const lanesIn = (channel: ChannelId): Map<DeviceId, Lane> => {
    const held = lanes.get(channel) ?? new Map<DeviceId, Lane>();
    lanes.set(channel, held);
    return held;
  };

  return {
    id,
    get local() {
      return local;
    },
    get identity() {
      return identity;
    },
    identityWith,
    become: (changed) => {
      local = changed;
      identity = identityWith(changed.key);
    },
    log,
    state: () => log.state(),
    isJoined: () => log.state()?.devices.get(identity.device)?.status === 'active',
    standing: (device) => {
      const held = log.state()?.devices.get(device);
      return held === undefined ? 'unknown' : held.status === 'active' ? 'active' : 'gone';
    },
    knowsDevice: (device) => log.state()?.devices.has(device) ?? false,
    knowsChannel: (channel) => log.state()?.channels.has(channel) ?? false,
    isRemoved: () => isGone(log.state()?.devices.get(identity.device)),
    keys,
    answeredInvites: (most) =>
      newestInvites(log.state(), most).flatMap((invite) => openInvite(crypto, id, invite, keys.epoch)),
    lane: (channel, device) => {
      const inChannel = lanesIn(channel);
      const lane = inChannel.get(device) ?? createLane(crypto, { community: id, channel, device });
      inChannel.set(device, lane);
      return lane;
    },
    lanes: (channel) => [...(lanes.get(channel)?.values() ?? [])],
    shelf: createSegmentShelf(crypto),
    drops,
    missingBodies: (channel, { device, bodiless }) => drops.unnamed({ channel, device }, bodiless()),
    laneChannels: () => [...lanes.keys()],
    channels: () => [...(log.state()?.channels.keys() ?? [])],
    addOperation: (operation) => log.add(operation),
  };
};

const newestInvites = (state: CommunityState | undefined, most: number): InviteState[] =>
  [...(state?.invites.values() ?? [])]
    .sort((a, b) => Number(isOpenInvite(a)) - Number(isOpenInvite(b)) || a.depth - b.depth)
    .slice(-most);

const isGone = (device: DeviceState | undefined): boolean => device !== undefined && device.status !== 'active';

const openInvite = (
  crypto: Crypto,
  community: CommunityId,
  invite: InviteState,
  epoch: (id: OpId) => Epoch | undefined,
): { invite: InviteState; keys: InviteKeys }[] => {
  const key = epoch(invite.epoch)?.inviteSealKey;
  const seed = key && crypto.decrypt(invite.sealedSeed, invite.inviteKey, invite.nonce, key);
  if (seed === undefined) return [];
  const keys = deriveInviteKeys(crypto, community, seed);
  return equalBytes(keys.signing.publicKey, invite.inviteKey) ? [{ invite, keys }] : [];
};

export const headBytes = (community: Community): Uint8Array[] => community.log.heads().map(idBytes);
