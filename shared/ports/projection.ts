import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import type {
  ChannelView,
  CommunityView,
  EffectView,
  InviteView,
  JoinRequestView,
  MemberView,
  MessageVersion,
  MessageView,
  ReceiptView,
  RoleView,
  ThreadView,
} from '../model/views.ts';

export type ShownLane = { community: CommunityId; channel: ChannelId; device: DeviceId };

/** What the core writes for the UI to read. Every write is idempotent: the same message twice is one message. */
export type Projection = {
  /** Makes these the communities, and everything else of communities not named here goes away. */
  setCommunities: (communities: readonly CommunityView[]) => Promise<void>;
  setChannels: (community: CommunityId, channels: readonly ChannelView[]) => Promise<void>;
  /** Of any status: those who left or were banned too. */
  setMembers: (community: CommunityId, members: readonly MemberView[]) => Promise<void>;
  setRoles: (community: CommunityId, roles: readonly RoleView[]) => Promise<void>;
  setInvites: (community: CommunityId, invites: readonly InviteView[]) => Promise<void>;
  /** Who waits for this person to let them in. */
  setRequests: (community: CommunityId, requests: readonly JoinRequestView[]) => Promise<void>;
  /** Adds or replaces by id; may arrive in any order. */
  putMessages: (messages: readonly MessageView[]) => Promise<void>;
  /** What was done to messages; adds or replaces by id. It may arrive before its message and waits for it. */
  putEffects: (effects: readonly EffectView[]) => Promise<void>;
  /** Takes away what single records said: their bytes are gone. */
  takeBack: (what: { messages: readonly MessageView[]; effects: readonly EffectView[] }) => Promise<void>;
  /** Everything that was done to a message, in any order. */
  effectsOn: (message: Pick<MessageView, 'community' | 'channel' | 'sortKey'>) => Promise<EffectView[]>;
  /** Every delete and purge that was put: what the core has to know again after a start. */
  drops: (community: CommunityId) => Promise<EffectView[]>;
  /** Takes away what a device said and did in a channel from record `seq` on. */
  forgetFrom: (lane: ShownLane, seq: number) => Promise<void>;
  /**
   * Of these lanes something is shown from now on that is not kept yet, and may have to be forgotten at the next start.
   */
  beginPreviews: (lanes: readonly ShownLane[]) => Promise<void>;
  endPreviews: (lanes: readonly ShownLane[]) => Promise<void>;
  /** Those begun and not ended, since whenever. */
  previews: () => Promise<ShownLane[]>;
  putReceipts: (receipts: readonly ReceiptView[]) => Promise<void>;
  /** Channels, members, roles, invites and requests that are set meanwhile, and nothing else: seen all at once, if that can be. */
  together: (write: () => Promise<void>) => Promise<void>;
  clear: () => Promise<void>;
};

export const MAX_THREADS = 50;

/**
 * What the UI and the headless peer read. In the app these run inside Dexie's liveQuery. Messages come with what was done
 * to them (`foldMessage`).
 */
export type Queries = {
  communities: () => Promise<CommunityView[]>;
  channels: (community: CommunityId) => Promise<ChannelView[]>;
  /** Those who are members now. */
  members: (community: CommunityId) => Promise<MemberView[]>;
  /** Those who left, were kicked or are banned. */
  formerMembers: (community: CommunityId) => Promise<MemberView[]>;
  /** The highest rank first; `everyone` last. */
  roles: (community: CommunityId) => Promise<RoleView[]>;
  /** The newest first. */
  invites: (community: CommunityId) => Promise<InviteView[]>;
  /** As they were given. */
  requests: (community: CommunityId) => Promise<JoinRequestView[]>;
  /**
   * The newest `limit` messages, oldest first, of those before `before` (a message's `sortKey`) if given.
   */
  history: (
    community: CommunityId,
    channel: ChannelId,
    range: { limit: number; before?: string },
  ) => Promise<MessageView[]>;
  /** The oldest `limit` messages, oldest first, of those from `from` (a message's `sortKey`) on. */
  historyFrom: (
    community: CommunityId,
    channel: ChannelId,
    range: { limit: number; from: string },
  ) => Promise<MessageView[]>;
  /** Those of them that are here, oldest first. */
  messagesAt: (community: CommunityId, channel: ChannelId, sortKeys: readonly string[]) => Promise<MessageView[]>;
  /** What is pinned, oldest first. */
  pinned: (community: CommunityId, channel: ChannelId) => Promise<MessageView[]>;
  /** What stands in the thread that a message began, oldest first, without that one. @param root its `sortKey` */
  thread: (community: CommunityId, channel: ChannelId, root: string) => Promise<MessageView[]>;
  /** The threads of a channel that began last, at most `MAX_THREADS`; the one that was written in last comes first. */
  threads: (community: CommunityId, channel: ChannelId) => Promise<ThreadView[]>;
  /** What a message said and says, oldest first; nothing where it is gone or not here. @param sortKey its own */
  versions: (community: CommunityId, channel: ChannelId, sortKey: string) => Promise<MessageVersion[]>;
  /** How many messages the channel has here. */
  messageCount: (community: CommunityId, channel: ChannelId) => Promise<number>;
  /** Up to where each other device has each device's lane. */
  receipts: (community: CommunityId, channel: ChannelId) => Promise<ReceiptView[]>;
};
