/** One community as this device has it: governance, keys, lanes. Holds state and answers questions; starts nothing. */
import { fromBase64Url } from '../base/bytes.ts';
import { type ChannelId, type CommunityId, type DeviceId, idBytes, type MemberId, type OpId } from '../base/ids.ts';
import {
  type ChannelState,
  type CommunityState,
  type DeviceStatus,
  type InviteState,
  type MemberStatus,
  isOpenInvite,
} from '../governance/community-state.ts';
import { createGovernanceLog, type GovernanceLog } from '../governance/governance-log.ts';
import type { Plant } from '../governance/plant.ts';
import { struckMemberOf } from '../governance/struck-device.ts';
import type { Operation } from '../governance/operation.ts';
import type { Epoch } from '../keys/epoch.ts';
import type { EpochProvider } from '../keys/epoch-provider.ts';
import { deriveIdentity, type Identity, type Seeds } from '../keys/identity.ts';
import { deriveInviteKeys, type InviteKeys } from '../keys/invite.ts';
import { equalBytes } from '../base/bytes.ts';
import type { Pages } from '../lanes/full-pages.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Introduction } from '../sync/introduction.ts';
import type { Standing } from '../sync/synced-community.ts';
import type { DeviceKey, LocalCommunity } from './journal-entry.ts';
import { createParkedRuns, type ParkedRuns } from './parked-runs.ts';
import { createDropBook, type DropBook } from './drop-book.ts';
import { createDirectChannels, type DirectChannels } from './direct-channels.ts';
import { introductionOf, isOfSomebodyOut, isVouchedFor } from './introductions.ts';
import { createKeyring } from './keyring.ts';
import { createOpenedEpochs } from './opened-epochs.ts';
import { createLaneBook, type LaneBook } from './lane-book.ts';
import type { PeerPlant } from './peer-plant.ts';

export type Community = LaneBook & {
  id: CommunityId;
  /** A bug that a test planted. */
  readonly plant: PeerPlant | undefined;
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
  /**
   * Its member was kicked or banned; or it is a device of `member` that nobody here has heard of, and that member is out.
   */
  wasPutOut: (device: DeviceId, member: MemberId | undefined) => boolean;
  introduction: () => Introduction;
  vouchesFor: (device: DeviceId, introduction: Introduction) => boolean;
  isOfSomebodyOut: (device: DeviceId, introduction: Introduction) => boolean;
  knowsDevice: (device: DeviceId) => boolean;
  knowsChannel: (channel: ChannelId) => boolean;
  directs: DirectChannels;
  /** True once this device was one of them, and is not any more. */
  isRemoved: () => boolean;
  /** True if it was removed by another device of its member, and only what nobody else goes by makes that void. */
  hasGivenWay: () => boolean;
  /** True if it is out, by its own word or another's, and tells whoever does not know it yet. */
  tellsItIsOut: () => boolean;
  keys: EpochProvider;
  /** The newest invites, with keys, closed ones first: members answer in the rooms of those too, to say that they are closed. */
  answeredInvites: (most: number) => { invite: InviteState; keys: InviteKeys }[];
  /** Records that a delete or purge names. */
  drops: DropBook;
  /** Runs from the journal that follow what it lost. */
  parked: ParkedRuns;
  /** Durable records of a lane whose body is missing although nobody deleted it, as far as is known here. */
  missingBodies: (channel: ChannelId, lane: Lane) => number[];
  /** In the order in which they are listed. */
  channels: () => ChannelId[];
  /** @param from from the journal it is kept also where many wait for one that is lost */
  addOperation: (operation: Operation, from?: 'journal') => Operation[];
};

/** Archived ones are listed last. */
const asListed = (a: ChannelState, b: ChannelState): number =>
  Number(a.isArchived) - Number(b.isArchived) || a.position - b.position;

/** @property store where old records are read; all stay in memory if it is left out */
type Opening = { plant?: PeerPlant | undefined; store?: Pages['store'] };

export const openCommunity = (
  crypto: Crypto,
  seeds: Seeds,
  opened: LocalCommunity,
  { plant, store = {} }: Opening = {},
): Community => {
  const { community: id } = opened;
  let local = opened;
  const identityWith = (key: DeviceKey | undefined): Identity =>
    deriveIdentity(crypto, seeds, fromBase64Url(local.salt) ?? idBytes(id), key && fromBase64Url(key.nonce));
  let identity = identityWith(local.key);
  const log = createGovernanceLog(crypto, id, plantOf(plant));
  const state = (): CommunityState | undefined => log.state();
  const directs = createDirectChannels(crypto, id, () => identity, state);
  const hasGivenWay = (): boolean => local.gaveWay === identity.device;
  const findOpened = (): void => (local.directs ?? []).forEach((member) => void directs.with(member));
  findOpened();
  const epochs = createOpenedEpochs(crypto, id, () => identity, log);
  const keys = createKeyring(epochs, state, directs, plant);
  const drops = createDropBook();
  return {
    ...createLaneBook(crypto, id, state, directs, store),
    id,
    plant,
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
      findOpened();
    },
    log,
    state,
    isJoined: () => state()?.devices.get(identity.device)?.status === 'active' && !hasGivenWay(),
    standing: (device) => standingIn(log, device, plant),
    wasPutOut: (device, member) => isPutOutIn(log, device, member),
    introduction: () => introductionOf(crypto, identity, id),
    vouchesFor: (device, introduction) =>
      plant !== 'devices-not-introduced' && isVouchedFor(crypto, id, state(), { device, ...introduction }),
    isOfSomebodyOut: (device, introduction) => isOfSomebodyOut(crypto, id, state(), { device, ...introduction }),
    knowsDevice: (device) => state()?.devices.has(device) ?? false,
    knowsChannel: (channel) => state()?.channels.has(channel) ?? false,
    directs,
    isRemoved: () => hasGivenWay() || isOut(log, identity.device),
    hasGivenWay,
    tellsItIsOut: () => isToldToBeOut(howItIsOut(log, identity.device), plant),
    keys,
    answeredInvites: (most) => openInvites(crypto, id, newestInvites(state(), most), keys.epoch),
    drops,
    parked: createParkedRuns(),
    missingBodies: (channel, { device, bodiless }) => drops.unnamed({ channel, device }, bodiless()),
    channels: () => [...(state()?.channels.values() ?? [])].toSorted(asListed).map(({ id }) => id),
    addOperation: (operation, from) => log.add(operation, from),
  };
};

/** Of the device's member, also where its way in counts no more. */
const statusIn = (log: GovernanceLog, device: DeviceId): MemberStatus | undefined => {
  const member = log.state()?.devices.get(device)?.member ?? struckMemberOf(log, device);
  return member && log.state()?.members.get(member)?.status;
};

const isPutOutIn = (log: GovernanceLog, device: DeviceId, member: MemberId | undefined): boolean => {
  const status = statusIn(log, device);
  if (status !== undefined) return status === 'kicked' || status === 'banned';
  return member !== undefined && log.state()?.members.get(member)?.status !== 'active';
};

/** By what is known here. Its member may be one still: a device can be removed alone, by itself too. */
const howItIsOut = (log: GovernanceLog, device: DeviceId): MemberStatus | DeviceStatus | undefined => {
  const status = statusIn(log, device);
  return status === 'active' ? log.state()?.devices.get(device)?.status : status;
};

const standingIn = (log: GovernanceLog, device: DeviceId, plant: PeerPlant | undefined): Standing => {
  const held = log.state()?.devices.get(device);
  if (held === undefined) return struckMemberOf(log, device) === undefined ? 'unknown' : 'gone';
  return held.status === 'active' || plant === 'sends-to-the-removed' ? 'active' : 'gone';
};

const isToldToBeOut = (how: MemberStatus | DeviceStatus | undefined, plant: PeerPlant | undefined): boolean => {
  if (how === 'left') return plant !== 'leaving-not-told';
  return how !== undefined && how !== 'active' && plant !== 'removed-are-not-told';
};

const newestInvites = (state: CommunityState | undefined, most: number): InviteState[] =>
  [...(state?.invites.values() ?? [])]
    .sort((a, b) => Number(isOpenInvite(a)) - Number(isOpenInvite(b)) || a.depth - b.depth)
    .slice(-most);

/** Some bugs are planted further down. */
const plantOf = (plant: PeerPlant | undefined): { plant?: Plant; byLength?: boolean } => {
  if (plant === 'governance-by-arrival') return { plant: 'arrival-order' };
  return plant === 'chains-by-length' ? { byLength: true } : {};
};

/** It was one of the community's devices, and is not any more. */
const isOut = (log: GovernanceLog, device: DeviceId): boolean => {
  const held = log.state()?.devices.get(device);
  return (held !== undefined && held.status !== 'active') || struckMemberOf(log, device) !== undefined;
};

type OpenedInvite = { invite: InviteState; keys: InviteKeys };

const openInvites = (
  crypto: Crypto,
  community: CommunityId,
  invites: readonly InviteState[],
  epoch: (id: OpId) => Epoch | undefined,
): OpenedInvite[] => invites.flatMap((invite) => openInvite(crypto, community, invite, epoch));

const openInvite = (
  crypto: Crypto,
  community: CommunityId,
  invite: InviteState,
  epoch: (id: OpId) => Epoch | undefined,
): OpenedInvite[] => {
  const key = epoch(invite.epoch)?.inviteSealKey;
  const seed = key && crypto.decrypt(invite.sealedSeed, invite.inviteKey, invite.nonce, key);
  if (seed === undefined) return [];
  const keys = deriveInviteKeys(crypto, community, seed);
  return equalBytes(keys.signing.publicKey, invite.inviteKey) ? [{ invite, keys }] : [];
};

export const headBytes = (community: Community): Uint8Array[] => community.log.heads().map(idBytes);
