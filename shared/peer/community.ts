/** One community as this device has it: governance, keys, lanes. Holds state and answers questions; starts nothing. */
import { fromBase64Url } from '../base/bytes.ts';
import { type ChannelId, type CommunityId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import { type CommunityState, type EpochState, type InviteState, isOpenInvite } from '../governance/community-state.ts';
import { createGovernanceLog, type GovernanceLog } from '../governance/governance-log.ts';
import type { Operation } from '../governance/operation.ts';
import { deriveEpoch, type Epoch, epochSecretHash } from '../keys/epoch.ts';
import { deriveIdentity, type Identity, type Seeds } from '../keys/identity.ts';
import { deriveInviteKeys, type InviteKeys } from '../keys/invite.ts';
import { equalBytes } from '../base/bytes.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import { createSegmentShelf, type SegmentShelf } from '../lanes/segment-shelf.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { DeviceKey, LocalCommunity } from './journal-entry.ts';

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
  knowsDevice: (device: DeviceId) => boolean;
  knowsChannel: (channel: ChannelId) => boolean;
  /** The key of an epoch, if this device was given it. */
  epoch: (id: OpId) => Epoch | undefined;
  /** The epoch to seal with: the deepest that this device has; ties by id. */
  currentEpoch: () => Epoch | undefined;
  /** Invites whose rooms members answer, with keys. */
  openInvites: () => { invite: InviteState; keys: InviteKeys }[];
  lane: (channel: ChannelId, device: DeviceId) => Lane;
  lanes: (channel: ChannelId) => Lane[];
  /** The lanes’ envelopes: segment documents and hot tails. */
  shelf: SegmentShelf;
  channels: () => ChannelId[];
  addOperation: (operation: Operation) => Operation[];
};

export const openCommunity = (crypto: Crypto, seeds: Seeds, opened: LocalCommunity): Community => {
  const { community: id } = opened;
  let local = opened;
  const identityWith = (key: DeviceKey | undefined): Identity =>
    deriveIdentity(crypto, seeds, fromBase64Url(local.salt) ?? idBytes(id), key && fromBase64Url(key.nonce));
  let identity = identityWith(local.key);
  const log = createGovernanceLog(crypto, id);
  const epochs = new Map<OpId, Epoch>();
  const lanes = new Map<ChannelId, Map<DeviceId, Lane>>();

  const epoch = (epochId: OpId): Epoch | undefined => {
    const held = epochs.get(epochId);
    if (held !== undefined) return held;
    const secret = unsealEpoch(crypto, identity, log.state(), epochId);
    if (secret === undefined) return undefined;
    const made = deriveEpoch(crypto, id, epochId, secret);
    epochs.set(epochId, made);
    return made;
  };

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
    knowsDevice: (device) => log.state()?.devices.has(device) ?? false,
    knowsChannel: (channel) => log.state()?.channels.has(channel) ?? false,
    epoch,
    currentEpoch: () =>
      deepestFirst(log.state())
        .map((candidate) => epoch(candidate.id))
        .find((made) => made !== undefined),
    openInvites: () => openInvitesOf(log.state()).flatMap((invite) => openInvite(crypto, id, invite, epoch)),
    lane: (channel, device) => {
      const inChannel = lanesIn(channel);
      const lane = inChannel.get(device) ?? createLane(crypto, { community: id, channel, device });
      inChannel.set(device, lane);
      return lane;
    },
    lanes: (channel) => [...(lanes.get(channel)?.values() ?? [])],
    shelf: createSegmentShelf(crypto),
    channels: () => [...(log.state()?.channels.keys() ?? [])],
    addOperation: (operation) => log.add(operation),
  };
};

const deepestFirst = (state: CommunityState | undefined): EpochState[] =>
  [...(state?.epochs.values() ?? [])].sort((a, b) => b.depth - a.depth || (a.id < b.id ? 1 : -1));

const openInvitesOf = (state: CommunityState | undefined): InviteState[] =>
  [...(state?.invites.values() ?? [])].filter(isOpenInvite).sort((a, b) => a.depth - b.depth);

/** Opens the first box for this device that holds the secret the ROTATE names: one epoch has one key for everyone. */
const unsealEpoch = (
  crypto: Crypto,
  identity: Identity,
  state: CommunityState | undefined,
  epochId: OpId,
): Uint8Array | undefined => {
  const expected = state?.epochs.get(epochId)?.secretHash;
  if (state === undefined || expected === undefined) return undefined;
  for (const { epoch, box } of state.boxes.get(identity.device) ?? []) {
    const secret = epoch === epochId ? crypto.openSealed(box, identity.sealing) : undefined;
    if (secret !== undefined && equalBytes(epochSecretHash(crypto, secret), expected)) return secret;
  }
  return undefined;
};

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
