import type { ChannelId, CommunityId } from '../base/ids.ts';
import type { ChannelView, CommunityView, MemberView, MessageView, ReceiptView } from '../model/views.ts';

/** What the core writes for the UI to read. Every write is idempotent: the same message twice is one message. */
export type Projection = {
  /** Makes these the communities, and everything else of communities not named here goes away. */
  setCommunities: (communities: readonly CommunityView[]) => Promise<void>;
  setChannels: (community: CommunityId, channels: readonly ChannelView[]) => Promise<void>;
  setMembers: (community: CommunityId, members: readonly MemberView[]) => Promise<void>;
  /** Adds or replaces by id; may arrive in any order. */
  putMessages: (messages: readonly MessageView[]) => Promise<void>;
  putReceipts: (receipts: readonly ReceiptView[]) => Promise<void>;
  clear: () => Promise<void>;
};

/** What the UI and the headless peer read. In the app these run inside Dexie's liveQuery. */
export type Queries = {
  communities: () => Promise<CommunityView[]>;
  channels: (community: CommunityId) => Promise<ChannelView[]>;
  members: (community: CommunityId) => Promise<MemberView[]>;
  /**
   * The newest `limit` messages, oldest first, of those before `before` (a message's `sortKey`) if given.
   */
  history: (
    community: CommunityId,
    channel: ChannelId,
    range: { limit: number; before?: string },
  ) => Promise<MessageView[]>;
  /** How many messages the channel has here. */
  messageCount: (community: CommunityId, channel: ChannelId) => Promise<number>;
  /** Up to where each other device has each device's lane. */
  receipts: (community: CommunityId, channel: ChannelId) => Promise<ReceiptView[]>;
};
