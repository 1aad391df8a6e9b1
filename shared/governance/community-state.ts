/** What a set of operations adds up to. Nothing in here is ever changed: an operation's effect is a new state. */
import type { ChannelId, CommunityId, DeviceId, MemberId, OpId, RecordId } from '../base/ids.ts';
import type { HistoryPolicy, Override, RoleId, RoleState } from '../model/permissions.ts';
import type { Table } from './table.ts';

/** How much of a lane counts, and the id of the last record that does. */
export type LaneCut = { upTo: number; head: RecordId | undefined };

/** `removed` (by a kick, a ban or REMOVE_DEVICE) is for good: a lane that was cut cannot go on. */
export type DeviceStatus = 'active' | 'left' | 'removed';

export type DeviceState = {
  device: DeviceId;
  member: MemberId;
  sealKey: Uint8Array;
  /** The operation that brought it in. */
  since: OpId;
  status: DeviceStatus;
  /** The newest of its operations, by number, and how many count against its quota. */
  lastSeq: number;
  spent: number;
  /** Set by a removal; channels that are not listed are cut before their first record. */
  cut: Readonly<Record<ChannelId, LaneCut>> | undefined;
};

export type MemberStatus = 'active' | 'left' | 'kicked' | 'banned';

export type MemberState = {
  id: MemberId;
  name: string;
  about: string;
  avatar: Uint8Array | undefined;
  status: MemberStatus;
  /** Rank of who banned: nobody below lifts it. */
  bannedBy: number;
  roles: readonly RoleId[];
  /** The active ones. */
  devices: readonly DeviceId[];
  since: OpId;
};

export type ChannelState = {
  id: ChannelId;
  name: string;
  topic: string;
  /** Channels with the same word here are listed together; empty where it is in none. */
  category: string;
  /** Seconds from one message of a member to their next; 0 where it is off. */
  slowMode: number;
  position: number;
  isArchived: boolean;
  isPrivate: boolean;
  history: HistoryPolicy;
  overrides: readonly Override[];
};

/** `depth` is that of the operation in the graph: the deepest epoch knows most. */
export type EpochState = {
  id: OpId;
  secretHash: Uint8Array;
  depth: number;
  /** The kicks, bans, leaves and removals it knew: it is safe to seal with while there are no others. */
  knows: Table<OpId, RemovalKind>;
  /** Secrets of earlier epochs, encrypted under this one's: who has this one has those. */
  wrapped: readonly WrappedEpoch[];
  /** Of one channel, and for whom: those who could read it then, and those who were given it since. */
  channel: ChannelId | undefined;
  recipients: readonly DeviceId[];
};

/** Of an epoch's secret: nonce 24, secret and tag 48 bytes. */
export type WrappedEpoch = { epoch: OpId; nonce: Uint8Array; secret: Uint8Array };

/** `left` by themselves: they had the key and may be trusted not to use it. `removed`: a key that they lack is needed. */
export type RemovalKind = 'left' | 'removed';

export type InviteState = {
  id: OpId;
  inviteKey: Uint8Array;
  epoch: OpId;
  nonce: Uint8Array;
  sealedSeed: Uint8Array;
  by: DeviceId;
  usesLeft: number;
  needsApproval: boolean;
  expires: number | undefined;
  isRevoked: boolean;
  /** Of the operation in the graph: later invites are deeper. */
  depth: number;
};

/** What was proven of a device that signed two things under one number: the lowest such number. */
export type ForkState = { operations: number | undefined; lanes: Readonly<Record<ChannelId, number>> };

/** What everybody is told at once. `at`: by the author's clock, advice only. */
export type NoteState = { operation: OpId; by: MemberId; text: string; at: number };

export type CommunityState = {
  id: CommunityId;
  name: string;
  about: string;
  icon: Uint8Array | undefined;
  note: NoteState | undefined;
  nonce: Uint8Array;
  owner: MemberId;
  coOwners: readonly MemberId[];
  members: Table<MemberId, MemberState>;
  activeMembers: number;
  devices: Table<DeviceId, DeviceState>;
  roles: Table<RoleId, RoleState>;
  channels: Table<ChannelId, ChannelState>;
  epochs: Table<OpId, EpochState>;
  invites: Table<OpId, InviteState>;
  /** Sealed epoch secrets addressed to each device. */
  boxes: Table<DeviceId, readonly { epoch: OpId; box: Uint8Array }[]>;
  removals: Table<OpId, RemovalKind>;
  forks: Table<DeviceId, ForkState>;
};

export const isOpenInvite = (invite: InviteState): boolean => !invite.isRevoked && invite.usesLeft > 0;

export const isActiveDevice = (state: CommunityState, device: DeviceId): boolean =>
  state.devices.get(device)?.status === 'active';

/** The community's, and not a channel's: true while nobody has left or been removed whom the epoch does not know of. */
export const isSafeEpoch = (state: CommunityState, epoch: EpochState): boolean => {
  if (epoch.channel !== undefined || epoch.knows.size < state.removals.size) return false;
  for (const removal of state.removals.keys()) if (!epoch.knows.has(removal)) return false;
  return true;
};

/** The same, of those who were removed by others: good enough to seal with for now. */
export const excludesTheRemoved = (state: CommunityState, epoch: EpochState): boolean => {
  if (epoch.channel !== undefined) return false;
  for (const [removal, kind] of state.removals.entries())
    if (kind === 'removed' && !epoch.knows.has(removal)) return false;
  return true;
};

/**
 * How many records of a device's lane in a channel count: the lowest of ban cut and proven fork.
 * @returns undefined if all do
 */
export const laneLimit = (state: CommunityState, device: DeviceId, channel: ChannelId): number | undefined => {
  const cut = state.devices.get(device)?.cut;
  const byCut = cut === undefined ? undefined : (cut[channel]?.upTo ?? 0);
  const byFork = state.forks.get(device)?.lanes[channel];
  const limits = [byCut, byFork].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
};
