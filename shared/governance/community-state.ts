/** What a set of operations adds up to: who is in the community, with which channels, keys and invites. */
import type { ChannelId, CommunityId, DeviceId, MemberId, OpId } from '../base/ids.ts';

export type DeviceState = { device: DeviceId; member: MemberId; sealKey: Uint8Array; since: OpId };
export type MemberState = { id: MemberId; name: string; role: 'owner' | 'member'; devices: DeviceId[] };
export type ChannelState = { id: ChannelId; name: string; topic: string; position: number };
export type EpochState = { id: OpId; secretHash: Uint8Array; depth: number };
export type InviteState = {
  id: OpId;
  inviteKey: Uint8Array;
  epoch: OpId;
  nonce: Uint8Array;
  sealedSeed: Uint8Array;
  by: DeviceId;
};

export type CommunityState = {
  id: CommunityId;
  name: string;
  nonce: Uint8Array;
  owner: MemberId;
  members: Map<MemberId, MemberState>;
  devices: Map<DeviceId, DeviceState>;
  channels: Map<ChannelId, ChannelState>;
  epochs: Map<OpId, EpochState>;
  invites: Map<OpId, InviteState>;
  /** Sealed epoch secrets addressed to each device. */
  boxes: Map<DeviceId, { epoch: OpId; box: Uint8Array }[]>;
};
