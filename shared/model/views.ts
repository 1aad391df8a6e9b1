/** What the UI shows: plain data, made by the projection from records and governance. */
import type { ChannelId, CommunityId, DeviceId, MemberId, OpId, RecordId } from '../base/ids.ts';
import type { MessageTarget } from './acts.ts';
import type { Override, Permission, RoleId } from './permissions.ts';

/** What somebody who manages the community tells everybody at once. */
export type NoteView = {
  operation: OpId;
  by: MemberId;
  byName: string;
  text: string;
  /** Milliseconds since the Unix epoch by the author's clock. */
  at: number;
};

export type CommunityView = {
  id: CommunityId;
  name: string;
  /** Short, comparable by voice: 5 groups of 4 characters made from the id. */
  fingerprint: string;
  about: string;
  /** `joining`: asked for admission, nobody has answered yet. `removed`: this device is not a member's any more. */
  state: 'joining' | 'joined' | 'removed';
  /** How this device went, if it did; who did it and why, where somebody did. */
  removal?: { how: 'left' | 'kicked' | 'banned' | 'device-removed'; by?: MemberId; byName?: string; reason?: string };
  /** The incident note, while there is one. */
  note?: NoteView;
  /** What this device's member may do in the community as a whole, and their rank. */
  permissions: readonly Permission[];
  rank: number;
  /** This device and its member; undefined while joining. */
  me: MemberId | undefined;
  device: DeviceId;
};

export type ChannelView = {
  id: ChannelId;
  community: CommunityId;
  name: string;
  topic: string;
  /** Channels with the same word here are listed together. */
  category?: string;
  /** Seconds from one message of a member to their next, but for those who moderate. */
  slowMode?: number;
  position: number;
  /** `direct`: between two members, in no channel list; its name is the other's. */
  kind: 'channel' | 'direct';
  /** The other member of a direct conversation. */
  with?: MemberId;
  /** For those it lists only. Private channels that this device may not read are not told of. */
  isPrivate: boolean;
  /** Newcomers read what is said after they came; left out where they read everything. */
  history?: 'from-join';
  /** Nobody writes any more. */
  isArchived: boolean;
  /** This device may write here. */
  mayPost: boolean;
  overrides: readonly Override[];
};

export type MemberView = {
  id: MemberId;
  community: CommunityId;
  name: string;
  about: string;
  /** The hash of their picture, which need not be here. */
  avatar?: string;
  status: 'active' | 'left' | 'kicked' | 'banned';
  role: 'owner' | 'co-owner' | 'member';
  rank: number;
  roles: readonly OpId[];
  /** The active ones. */
  devices: readonly DeviceId[];
  /** An earlier member whose name theirs looks like. */
  looksLike?: MemberId;
};

export type RoleView = {
  id: RoleId;
  community: CommunityId;
  name: string;
  rank: number;
  permissions: readonly Permission[];
};

export type InviteView = {
  id: OpId;
  community: CommunityId;
  by: MemberId | undefined;
  /** People it can still let in. */
  usesLeft: number;
  needsApproval: boolean;
  /** Milliseconds since the Unix epoch; advice only. */
  expires: number | undefined;
  isRevoked: boolean;
};

/** Somebody who asks to be let in with an invite that needs approval. */
export type JoinRequestView = { community: CommunityId; device: DeviceId; name: string; invite: OpId };

/** One act in the audit log, in the order in which they take effect. Operations carry no time. */
export type AuditView = {
  operation: OpId;
  /** The kind of operation, such as `BAN`; `unknown` for one of a newer version. */
  kind: string;
  by: MemberId | undefined;
  byName: string;
  about: { member?: MemberId; memberName?: string; channel?: ChannelId; channelName?: string; role?: string };
  /** When its author says it was done, milliseconds since the Unix epoch; older versions did not say. */
  at?: number;
  /** What its author said with it: why, or what an incident note says. */
  reason?: string;
  /** Why it has no effect, in words; undefined if it counts. */
  void: string | undefined;
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
  /** The message that this one answers; it need not be here. */
  replyTo?: MessageRef;
  /** The message that began the thread this one stands in. */
  thread?: MessageRef;
  /** When its author last changed its words, by the author's clock. */
  editedAt?: number;
  /** Its words are gone for good. */
  gone?: { how: 'deleted' | 'purged'; by: MemberId; byName: string; reason?: string };
  /** Hidden by a moderator: its words are still here, and it can be shown again. */
  hidden?: { by: MemberId; byName: string; reason?: string };
  isPinned?: true;
  /** Oldest first, each with who, oldest first. */
  reactions?: readonly { emoji: string; by: readonly MemberId[] }[];
};

/** `at`: milliseconds since the Unix epoch by the author's clock. */
export type MessageVersion = { text: string; at: number };

/** A thread as it is listed. */
export type ThreadView = { root: MessageRef; replies: number; newest: MessageView };

/** Where a message stands: enough to look it up and to say whether it is here. */
export type MessageRef = { id: string; sortKey: string };

/** What somebody did to a message, as it is kept; `foldMessage` adds it to the message when that is read. */
export type EffectView = {
  /** Record id, `.`, index of the op in the record. */
  id: string;
  community: CommunityId;
  channel: ChannelId;
  target: MessageRef & { device: DeviceId; seq: number };
  by: MemberId;
  byName: string;
  device: DeviceId;
  seq: number;
  /** Milliseconds since the Unix epoch by the author's clock. */
  sentAt: number;
  sortKey: string;
  /** Their rank when they did it, in the governance that they named. */
  rank: number;
  act: EffectAct;
};

/** A record by its place in its channel. */
export type RecordPlace = { device: DeviceId; seq: number };

export type EffectAct =
  | { kind: 'edit'; text: string }
  /** `records`: whose bytes go too, the message's earlier and later words. `thread`: where the message stood. */
  | { kind: 'delete'; records: readonly RecordPlace[]; thread?: MessageRef }
  | { kind: 'purge'; records: readonly RecordPlace[]; thread?: MessageRef; reason?: string }
  | { kind: 'react'; emoji: string; on: boolean }
  | { kind: 'hide'; on: boolean; reason?: string }
  | { kind: 'pin'; on: boolean };

/** The message as an act names it. */
export const targetOf = (message: Pick<MessageView, 'id' | 'device' | 'seq' | 'record'>): MessageTarget => ({
  device: message.device,
  seq: message.seq,
  record: message.record,
  op: Number(message.id.slice(message.id.lastIndexOf('.') + 1)),
});

/** One device's say on what it has stored: for each lane, how many records from the first one on. */
export type ReceiptView = {
  community: CommunityId;
  channel: ChannelId;
  /** Who has it. */
  holder: DeviceId;
  /** Author's device → number of records held without a gap (the record with `seq` is held if `seq < upTo`). */
  upTo: Readonly<Record<DeviceId, number>>;
  /** When this device heard of it: milliseconds since the Unix epoch. */
  at: number;
  /** How it came to that, the oldest first: of this author's device the records from `from` up to `upTo` came. */
  steps?: readonly ReceiptStep[];
};

export type ReceiptStep = { device: DeviceId; from: number; upTo: number; at: number };
