/** What the UI shows: plain data, made by the projection from records and governance. */
import type { ChannelId, CommunityId, DeviceId, MemberId, RecordId } from '../base/ids.ts';

export type CommunityView = {
  id: CommunityId;
  name: string;
  /** Short, comparable by voice: 5 groups of 4 characters made from the id. */
  fingerprint: string;
  /** `joining`: asked for admission, nobody has answered yet. */
  state: 'joining' | 'joined';
  /** This device and its member; undefined while joining. */
  me: MemberId | undefined;
  device: DeviceId;
};

export type ChannelView = { id: ChannelId; community: CommunityId; name: string; topic: string; position: number };

export type MemberView = {
  id: MemberId;
  community: CommunityId;
  name: string;
  role: 'owner' | 'member';
  devices: readonly DeviceId[];
};

export type MessageView = {
  /** Record id, `.`, index of the op in the record. */
  id: string;
  record: RecordId;
  community: CommunityId;
  channel: ChannelId;
  author: MemberId;
  /** The author's name when the message was projected; the member list has the current one. */
  authorName: string;
  device: DeviceId;
  /** Number of the record in its device's lane of the channel, across segments, from 0. */
  seq: number;
  text: string;
  /** Milliseconds since the Unix epoch by the author's clock. */
  sentAt: number;
  /** Orders messages on every replica alike: 16 hex digits of the clock, `.`, id. */
  sortKey: string;
};

/** One device's say on what it has stored: for each lane, how many records from the first one on. */
export type ReceiptView = {
  community: CommunityId;
  channel: ChannelId;
  /** Who has it. */
  holder: DeviceId;
  /** Author's device → number of records held without a gap (the record with `seq` is held if `seq < upTo`). */
  upTo: Readonly<Record<DeviceId, number>>;
};
